import type { ReleaseConfig } from '../config/config.ts'
import { describeDuration } from '../config/duration.ts'
import type { LedgerView, RecordOf } from '../ledger/history.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { releaseRecord } from '../ledger/trusted.ts'
import { verifiedStates } from '../ledger/verified-states.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import { formatSyncBranch } from '../names/sync-branch.ts'
import type { Oid } from '../package/package.ts'

export interface RetentionFacts {
  view: LedgerView
  /** Names of the environments that there are. */
  environments: readonly string[]
  /** Whether a branch is there. */
  hasBranch(name: string): boolean
  /** ISO 8601 UTC. */
  now: string
}

/** Releases that the configuration no longer keeps: old enough, and needed by nothing that lives. */
export function droppable(
  facts: RetentionFacts,
  keep: NonNullable<ReleaseConfig['keep']>,
): (RecordOf<'release'> & { why: string })[] {
  const { view, now } = facts
  const needed = neededContents(facts, keep.states)
  const old = Date.parse(now) - keep.for
  const records = view.of('release').filter((each) => releaseRecord(view, each.content)?.seq === each.seq)
  const why = `older than ${describeDuration(keep.for)}, and of none of the newest ${keep.states} verified states of any environment`
  return records.filter((each) => Date.parse(each.at) < old && !needed.has(each.content)).map((each) => ({ ...each, why }))
}

/** What runs, what a rollback may bring back, what is under way, and what open promotions and syncs would merge. */
export function neededContents(facts: RetentionFacts, states: number): Set<Oid> {
  return new Set(facts.environments.flatMap((name) => [...verifiedContents(facts, name, states), ...movingContents(facts, name)]))
}

/** Distinct contents count, so that deploying the same again pushes none out. */
function verifiedContents({ view }: RetentionFacts, environment: string, states: number): Oid[] {
  return [...new Set(verifiedStates(view, environment).map((each) => each.content))].slice(0, states)
}

function movingContents({ view, hasBranch }: RetentionFacts, environment: string): Oid[] {
  const rollback = openRollback(view, environment)
  const pending = pendingOperation(view, environment)?.intent.content
  const open = view
    .of('promotion', environment)
    .filter((each) => hasBranch(formatPromotionBranch({ environment, package: each.package.name })))
  const syncs = hasBranch(formatSyncBranch({ environment })) ? view.of('sync', environment) : []
  return [
    ...[...open, ...syncs].map((each) => each.content),
    ...(pending === undefined ? [] : [pending]),
    ...[rollback?.target?.content, rollback?.repair?.content, openReset(view, environment)?.content].flatMap(
      (each) => each ?? [],
    ),
  ]
}
