import type { Environment } from '../config/config.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import { reachableStates } from './reachable-states.ts'
import { refusal } from './refuse-rollback.ts'

/** The newest state of an environment that was verified and not taken back, other than what `operation` made.
 *  @throws StagecoachError `rollback-refused` when there is none */
export function verifiedBefore(view: LedgerView, environment: string, operation: string): VerifiedState {
  const state = stateBefore(view, environment, operation)
  if (state !== undefined) return state
  throw nothingBefore({ name: environment }, operation)
}

/** The same, or undefined when there is none. */
export function stateBefore(view: LedgerView, environment: string, operation: string): VerifiedState | undefined {
  return reachableStates(view, environment).find((each) => each.operation !== operation)
}

export function nothingBefore({ name }: Pick<Environment, 'name'>, operation: string): Error {
  return refusal(
    `${name} has no state that was verified before operation ${operation}.`,
    'Repair it with a new version of the package.',
  )
}
