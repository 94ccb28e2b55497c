import { writeState, type BranchState } from '../composition/branch-state.ts'
import { withPackage } from '../composition/composition.ts'
import { promotionMerge } from '../composition/with.ts'
import type { LedgerView } from '../ledger/history.ts'
import { trustedResolutions } from '../ledger/trusted.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Host } from '../ports/runtime.ts'
import { reuseResolutions, type ResolvedMerge } from './resolve-conflicts.ts'

/** What bringing a package into a target gives: the content after recorded resolutions, and the tree with its state folder. */
export interface Replay extends ResolvedMerge {
  content: Oid
}

/** The promotion computed from the target's state, the package and what people decided before, and from nothing that a branch says. */
export async function replayPromotion(
  { git, resolutions }: Pick<Host, 'git' | 'resolutions'>,
  view: LedgerView,
  state: BranchState,
  pkg: PackageRef,
): Promise<Replay> {
  const merge = await promotionMerge(git, state, pkg)
  const resolved = await reuseResolutions(git, resolutions, merge, trustedResolutions(view))
  const tree = await writeState(git, resolved.tree, withPackage(state.packages, pkg), state.baseline)
  return { ...resolved, content: resolved.tree, tree }
}
