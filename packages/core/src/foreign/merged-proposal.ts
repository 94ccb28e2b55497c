import type { BranchState } from '../composition/branch-state.ts'
import type { LedgerView, RecordOf } from '../ledger/history.ts'
import { movesOf, openRollback } from '../ledger/rollbacks.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'

/** A pull request of Stagecoach's own that is no promotion, merged by a person before its gates were open: exactly what was proposed, on exactly the tip it was made for. */
export type MergedProposal = { commit: Commit; tip: Oid; pullRequest: number } & (
  { kind: 'sync'; sync: RecordOf<'sync'> } | { kind: 'repair'; rollback: RecordOf<'rollback'> }
)

/** Among commits that nobody recorded. One that was taken out again is none: `state` is what the branch holds now. */
export function mergedProposal(
  view: LedgerView,
  environment: string,
  commits: readonly Commit[],
  state: Pick<BranchState, 'packages' | 'baseline'>,
): MergedProposal | undefined {
  const made = (proposal: { tip: Oid; tree: Oid }): Commit | undefined =>
    commits.findLast((each) => each.parents[0] === proposal.tip && each.tree === proposal.tree)
  const rollback = openRollback(view, environment)
  const repaired = rollback?.repair && made(rollback.repair)
  if (rollback?.repair !== undefined && repaired !== undefined && !isUndone(rollback, state)) {
    const { tip, pullRequest } = rollback.repair
    return { kind: 'repair', rollback, commit: repaired, tip, pullRequest }
  }
  const syncs = view.of('sync', environment).filter((each) => each.state === 'ready' && stands(each, state))
  for (const sync of syncs.toReversed()) {
    const commit = made(sync)
    if (commit !== undefined) return { kind: 'sync', sync, commit, tip: sync.tip, pullRequest: sync.pullRequest }
  }
  return undefined
}

/** What comes with it, as far as the branch says so. */
export function broughtBy(proposal: MergedProposal): readonly PackageRef[] {
  return proposal.kind === 'sync' ? proposal.sync.brings : []
}

function stands({ brings, production }: RecordOf<'sync'>, state: Pick<BranchState, 'packages' | 'baseline'>): boolean {
  return state.baseline === production.commit && brings.every((pkg) => lists(state, pkg))
}

/** What was taken back is on the list again. */
function isUndone(rollback: RecordOf<'rollback'>, state: Pick<BranchState, 'packages'>): boolean {
  return movesOf(rollback).some((move) => lists(state, move.package))
}

function lists({ packages }: Pick<BranchState, 'packages'>, { digest }: PackageRef): boolean {
  return packages.some((each) => each.digest === digest)
}
