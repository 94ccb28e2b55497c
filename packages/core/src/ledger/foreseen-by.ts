import type { LedgerView, RecordOf } from './history.ts'
import { pendingOperation } from './pending-operation.ts'

/** Operations whose intent was carried out or still is: one whose lease was given back without a merge decided nothing. */
export function carriedOut(view: LedgerView, environment: string): Set<string> {
  const pending = pendingOperation(view, environment)?.intent.operation
  return new Set([...view.of('merged', environment).map((each) => each.operation), ...(pending === undefined ? [] : [pending])])
}

/** The intent under which a commit was made: its first parent and tree are what was foreseen, whoever pressed the button. A withdrawn intent foresees nothing: what a person merges after it is for the gates. */
export function foreseenBy(
  view: LedgerView,
  environment: string,
  commit: { parents: readonly string[]; tree: string },
): RecordOf<'intent'> | undefined {
  const made = view.of('intent', environment).findLast((each) => each.tip === commit.parents[0] && each.tree === commit.tree)
  return made !== undefined && carriedOut(view, environment).has(made.operation) ? made : undefined
}
