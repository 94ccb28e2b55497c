import type { Oid } from '../package/package.ts'
import { findPackage } from './composition.ts'
import { baseOf, mergeFrom, type SyncMergeRequest } from './sync-base.ts'
import { Primitive, type MergingGit } from './with.ts'

/** Production commits after the baseline whose content the target seems to contain although nobody wrote that down: one that a person merged stands in the history;
 *  one that came by a squash or by picking is found where bringing what people committed up to it would have changed nothing. */
export async function otherBases(git: MergingGit, request: SyncMergeRequest): Promise<Oid[]> {
  const { target, baseline, production, otherHands } = request
  const found = new Set<Oid>()
  const merged = await git.mergeBase(target.commit, production)
  if (merged !== undefined && merged !== baseline && (await git.isAncestor(baseline, merged))) found.add(merged)
  const candidates = otherHands.length === 0 ? [] : await git.log(baseline, production, { firstParent: true })
  for (const hand of otherHands) {
    for (const { oid } of candidates) if (!found.has(oid) && (await holds(git, hand, baseline, oid))) found.add(oid)
  }
  return [...found]
}

/** Whether what people committed on production's branch from the baseline up to a commit is in what a hand left. Packages are listed, and need no search. */
async function holds(git: MergingGit, hand: Oid, baseline: Oid, production: Oid): Promise<boolean> {
  const primitive = new Primitive(git)
  const [here, there] = [await primitive.stateAt(hand), await primitive.stateAt(production)]
  const base = await baseOf(git, primitive, baseline, there.packages, there.packages, [])
  if (base.state.content === there.content) return false
  const leaveOut = there.packages.filter((pkg) => findPackage(here.packages, pkg.name, pkg) === undefined)
  const merge = await mergeFrom(git, { target: { ...here, commit: hand }, baseline, production, raise: [], leaveOut }, baseline)
  return merge.kind === 'clean' && merge.tree === here.content
}
