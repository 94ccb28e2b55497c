import { outcomes, type Result } from '@stagecoach/core'

/** Outcomes of the actions, and those that only verbs at a terminal have. */
export const cliOutcomes = {
  ...outcomes,
  shown: 'Something was looked at; nothing was changed.',
  written: 'Files were written to this checkout.',
  resolving: 'Conflicts are laid out for a person to decide.',
  adopted: 'Living environments were recorded as they are.',
  resolved: 'A resolution was pushed to the promotion branch.',
} as const
export type CliOutcome = keyof typeof cliOutcomes

/** The document behind `--json`: the same as an action's `result`, and under `data` what a showing verb shows. */
export type CliResult = Omit<Result, 'outcome'> & { outcome: CliOutcome; data?: unknown }

/** What a verb gives back. */
export interface Answer {
  result: CliResult
  /** For people, on stdout, in place of the rendered result. */
  text?: string
  /** In place of the code that follows from the outcome. */
  exitCode?: ExitCode
}

export type ExitCode = 0 | 1 | 2 | 3

export function shown(message: string, data: unknown, text: string): Answer {
  return { result: { schema: 1, outcome: 'shown', reason: 'done', message, data }, text }
}
