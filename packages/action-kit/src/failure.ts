import { StagecoachError, StagecoachErrors, type Problem, type Result } from '@stagecoach/core'
import { inputsPlace } from './read-inputs.ts'
import type { Runner } from './runner.ts'

/** An error nobody foresaw becomes one with a code, too. */
function known(error: unknown): StagecoachError {
  if (error instanceof StagecoachError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StagecoachError('internal-error', `Stagecoach met something it did not foresee: ${message}`, {
    hint: 'Run it again with debug logging. When it stays, please report it with the log: https://github.com/stagecoach/stagecoach/issues',
    cause: error,
  })
}

/** The answer of a step that broke: the reason is the error's code. */
export function failedResult(error: unknown): Result {
  const { code, message, hint } = known(error)
  return { schema: 1, outcome: 'failed', reason: code, message, ...(hint === undefined ? {} : { advice: [hint] }) }
}

/** Shows an error as annotations, one per problem with its place, and keeps the cause for the debug log. */
export function reportFailure(runner: Runner, error: unknown): void {
  const trouble = known(error)
  if (trouble instanceof StagecoachErrors)
    for (const { message, hint, ...place } of trouble.problems)
      runner.error(withHint(placed(message, place), hint), trouble.code, place.line === undefined ? undefined : place)
  else runner.error(withHint(trouble.message, trouble.hint), trouble.code)
  if (runner.isDebug()) for (const line of causes(trouble)) runner.debug(line)
}

/** The plain log shows no place of an annotation, so the sentence names it, too. */
function placed(message: string, { file, line, column }: Omit<Problem, 'message' | 'hint'>): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return file === inputsPlace ? message : `${place}: ${message}`
}

function withHint(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}\n${hint}`
}

/** Stack of the error and of each cause. Only name, message and stack: other members of a driver's error may hold row values. */
function causes(error: Error): string[] {
  const lines: string[] = []
  for (let at: unknown = error; at instanceof Error && lines.length < 10; at = at.cause) lines.push(at.stack ?? at.message)
  return lines
}
