import { StagecoachError } from '@stagecoach/core'
import type { CliResult } from '../answer.ts'
import { isRefusal } from '../exit-code.ts'
import type { Terminal } from './terminal.ts'

/** An error nobody foresaw becomes one with a code, too. */
export function knownError(error: unknown): StagecoachError {
  if (error instanceof StagecoachError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StagecoachError('internal-error', `Stagecoach met something it did not foresee: ${message}`, {
    hint: 'Run it again with --debug, and please report it: https://github.com/stagecoach/stagecoach/issues',
    cause: error,
  })
}

export function failedResult(error: StagecoachError): CliResult {
  const { code, message, hint } = error
  const outcome = isRefusal(error) ? 'blocked' : 'failed'
  return { schema: 1, outcome, reason: code, message, ...(hint === undefined ? {} : { advice: [hint] }) }
}

/** Message and hint; stacks only with `debug`, and of errors only name, message and stack: other members of a driver's error may hold row values. */
export function reportError(terminal: Terminal, error: StagecoachError, debug: boolean): void {
  terminal.error(error.hint === undefined ? error.message : `${error.message}\n  → ${error.hint}`)
  if (!debug) return
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    terminal.progress(at.stack ?? at.message)
  }
}
