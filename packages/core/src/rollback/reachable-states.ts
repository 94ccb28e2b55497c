import type { LedgerView } from '../ledger/history.ts'
import { lastReset } from '../ledger/resets.ts'
import { verifiedStates, type VerifiedState } from '../ledger/verified-states.ts'

/** Verified states that a rollback may go back to, newest first: none from before the last reset, which threw away the databases that held them. */
export function reachableStates(view: LedgerView, environment: string): VerifiedState[] {
  const states = verifiedStates(view, environment)
  const reset = lastReset(view, environment)
  const oldest = states.findIndex((each) => each.operation === reset?.operation)
  return oldest === -1 ? states : states.slice(0, oldest + 1)
}
