import { StagecoachError } from '../error.ts'

/** What cannot be taken back at all, whatever the targets hold. */
export function refusal(message: string, hint: string): StagecoachError {
  return new StagecoachError('rollback-refused', message, { hint })
}
