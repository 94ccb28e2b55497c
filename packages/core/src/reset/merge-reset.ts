import { readState, type BranchState } from '../composition/branch-state.ts'
import { withPackage } from '../composition/composition.ts'
import { writeState } from '../composition/branch-state.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Host } from '../ports/runtime.ts'
import { replayPromotion } from '../promotion/replay-promotion.ts'

/** What production with the chosen packages is. It rests on ids alone, so it is the same whenever and wherever it is computed. */
export interface MergedReset {
  content: Oid
  /** The content with `.stagecoach/`, as the environment's branch will have it. */
  tree: Oid
  packages: PackageRef[]
  conflicts: ResetConflict[]
  /** Paths that a recorded resolution decided. */
  reused: string[]
}

export interface ResetConflict {
  package: PackageRef
  paths: string[]
}

/** Brings each package into production in the order given, without a checkout, a ref or a record. One that conflicts is left out, to find what else does. */
export async function mergeReset(
  host: Pick<Host, 'git' | 'resolutions'>,
  view: LedgerView,
  production: Oid,
  chosen: readonly PackageRef[],
): Promise<MergedReset> {
  const start = await readState(host.git, production)
  let state: BranchState = { content: start.content, packages: start.packages, baseline: production }
  const conflicts: ResetConflict[] = []
  const reused: string[] = []
  for (const pkg of chosen) {
    const replay = await replayPromotion(host, view, state, pkg)
    reused.push(...replay.reused)
    if (replay.conflicts.length > 0) conflicts.push({ package: pkg, paths: replay.conflicts.map((each) => each.path) })
    else state = { content: replay.content, packages: withPackage(state.packages, pkg), baseline: production }
  }
  const tree = await writeState(host.git, state.content, state.packages, production)
  return { content: state.content, tree, packages: state.packages, conflicts, reused }
}
