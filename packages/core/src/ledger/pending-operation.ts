import type { LedgerView, RecordOf } from './history.ts'
import { currentLease } from './lease.ts'
import { isEndedByReset } from './resets.ts'
import { takenBackBy } from './rollbacks.ts'

/** An operation between its intent and the end of its verification. */
export interface PendingOperation {
  intent: RecordOf<'intent'>
  merged?: RecordOf<'merged'>
}

/** The operation that must still be brought to an end: merged and not ended, or under a lease. An intent whose lease was given back without a merge was withdrawn, even when it was recorded last. */
export function pendingOperation(view: LedgerView, environment: string): PendingOperation | undefined {
  const intents = view.of('intent', environment)
  const open = intents.filter((each) => !hasEnded(view, environment, each.operation))
  const merges = new Map(view.of('merged', environment).map((each) => [each.operation, each]))
  const leased = currentLease(view, environment)?.operation
  const begun = (operation: string): boolean => view.of('deployment', environment).some((each) => each.operation === operation)
  const intent =
    open.findLast((each) => merges.has(each.operation)) ??
    open.findLast((each) => each.operation === leased) ??
    open.find((each) => each === intents.at(-1) && begun(each.operation))
  if (intent === undefined) return undefined
  const merged = merges.get(intent.operation)
  return merged === undefined ? { intent } : { intent, merged }
}

function hasEnded(view: LedgerView, environment: string, operation: string): boolean {
  return (
    view.of('verification', environment).some((each) => each.operation === operation && each.passed) ||
    view.of('rollback', environment).some((each) => takenBackBy(each).includes(operation)) ||
    isEndedByReset(view, environment, operation)
  )
}
