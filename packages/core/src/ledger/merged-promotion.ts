import type { LedgerView, RecordOf } from './history.ts'

/** Whether this or a later form of a promotion's pull request was merged by a decision. */
export function wasMerged(view: LedgerView, promotion: RecordOf<'promotion'>): boolean {
  const { environment, pullRequest, operation, seq } = promotion
  const intents = view.of('intent', environment).filter((each) => each.pullRequest === pullRequest)
  const operations = new Set([operation, ...intents.map((each) => each.operation)])
  return view.of('merged', environment).some((each) => each.seq > seq && operations.has(each.operation))
}
