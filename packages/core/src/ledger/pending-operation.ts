import type { LedgerView, RecordOf } from './history.ts'
import { currentLease } from './lease.ts'

/** An operation between its intent and the end of its verification. */
export interface PendingOperation {
  intent: RecordOf<'intent'>
  merged?: RecordOf<'merged'>
}

/** The newest operation that must still be brought to an end: merged and not ended, or under a lease. An intent whose lease was given back without a merge was withdrawn. */
export function pendingOperation(view: LedgerView, environment: string): PendingOperation | undefined {
  const intent = view.of('intent', environment).at(-1)
  if (intent === undefined || hasEnded(view, environment, intent.operation)) return undefined
  const merged = view.of('merged', environment).findLast((each) => each.operation === intent.operation)
  if (merged !== undefined) return { intent, merged }
  const begun = view.of('deployment', environment).some((each) => each.operation === intent.operation)
  return begun || currentLease(view, environment)?.operation === intent.operation ? { intent } : undefined
}

function hasEnded(view: LedgerView, environment: string, operation: string): boolean {
  return (
    view.of('verification', environment).some((each) => each.operation === operation && each.passed) ||
    view.of('rollback', environment).some((each) => each.of === operation)
  )
}
