import type { MergeResult } from '../ports/git.ts'
import { otherBases } from './other-bases.ts'
import { mergeFrom, sidesAt, type SyncMergeRequest } from './sync-base.ts'
import type { MergingGit } from './with.ts'

/** What bringing production's newer content into an environment gives (design §5), with the baseline as what it contains. Packages that only production has come with it, but for those left out.
 *  A person who brought production's content by hand left the target with another base than the one written down: where that gives another result, nobody knows what they meant, and they are asked. */
export async function syncMerge(git: MergingGit, request: SyncMergeRequest): Promise<MergeResult> {
  const { target, baseline, production } = request
  const first = await mergeFrom(git, request, baseline)
  const doubtful = new Set<string>()
  for (const contained of await otherBases(git, request)) {
    const second = await mergeFrom(git, request, contained)
    for (const { path } of await git.diff(first.tree, second.tree)) doubtful.add(path)
  }
  const known = first.kind === 'clean' ? [] : first.conflicts
  const open = [...doubtful].filter((path) => !known.some((each) => each.path === path)).sort()
  if (open.length === 0) return first
  const sides = await sidesAt(git, open, { base: baseline, ours: target.content, theirs: production })
  return {
    kind: 'conflicts',
    tree: first.tree,
    conflicts: [...known, ...sides.map((each) => ({ ...each, reason: 'merged by hand' }))],
  }
}
