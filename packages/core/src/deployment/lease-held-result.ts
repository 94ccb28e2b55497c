import { StagecoachError } from '../error.ts'
import { blocked, type Result } from '../outcome.ts'

/** Runs what needs an environment's lease. That another run holds it is an outcome, not a failure: what was asked for happens there or later. */
export async function orLeaseHeld(environment: string, operation: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'lease-held') throw error
    return blocked('lease-held', error.message, {
      environment,
      operation,
      ...(error.hint === undefined ? {} : { advice: [error.hint] }),
    })
  }
}
