/** A trouble the user can act on: a stable `code`, a sentence (`message`), the line to change (`hint`), and the cause kept for the debug log. */
export class StagecoachError extends Error {
  readonly code: string
  readonly hint: string | undefined
  /** Facts for machines: `sqlstate`, `object`, `package`, … Never a secret or a value of a row. */
  readonly details: Readonly<Record<string, string>>

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown; details?: Record<string, string> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'StagecoachError'
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
  }
}

/** Several troubles found in one reading (configuration, inputs, package files); each keeps its own place. */
export class StagecoachErrors extends StagecoachError {
  readonly problems: readonly Problem[]
  readonly #what: string

  constructor(code: string, what: string, problems: readonly Problem[]) {
    super(code, `${what}\n${problems.map(formatProblem).join('\n')}`)
    this.name = 'StagecoachErrors'
    this.problems = problems
    this.#what = what
  }

  /** The same, told from further up: paths relative to a folder become paths from where the folder lies. */
  below(folder: string): StagecoachErrors {
    const placed = this.problems.map((problem) => ({ ...problem, file: `${folder}/${problem.file}` }))
    return new StagecoachErrors(this.code, this.#what, placed)
  }
}

/** One finding in a text file. `line` and `column` count from 1. */
export interface Problem {
  file: string
  line?: number
  column?: number
  message: string
  hint?: string
}

/** `.github/stagecoach.yml:12:5: message (hint)` */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  return `${place}: ${problem.message}${problem.hint === undefined ? '' : ` (${problem.hint})`}`
}
