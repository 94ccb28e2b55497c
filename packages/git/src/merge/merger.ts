import { stagecoachPerson } from '@stagecoach/core'
import type { GitObjects, Merger, MergeResult, Oid } from '@stagecoach/core'
import type { GitProcess } from '../process/git-process.ts'
import { withPlainLabels } from './conflict-labels.ts'
import { bestMerger } from './merge-processes.ts'
import type { CommitMerger } from './merge-processes.ts'

const remembered = 5_000

export interface ClosableMerger extends Merger {
  close(): void
}

/** `git merge-tree` with an explicit base, on any git since 2.38: `--merge-base` takes trees only since 2.45, so the base becomes a commit and
 *  each side a commit whose only parent it is. Renames are found as git does by default. */
export function treeMerger(git: GitProcess, objects: GitObjects, version: readonly [number, number]): ClosableMerger {
  const results = new Map<string, Promise<MergeResult>>()
  const commitOf = (tree: Oid, parents: Oid[], message: string): Promise<Oid> =>
    objects.writeCommit({
      tree,
      parents,
      message,
      author: stagecoachPerson,
      committer: stagecoachPerson,
      at: '1970-01-01T00:00:00Z',
    })
  let started: Promise<CommitMerger> | undefined

  const mergeTrees = async (base: Oid, ours: Oid, theirs: Oid): Promise<MergeResult> => {
    const root = await commitOf(base, [], 'base')
    const sides = { ours: await commitOf(ours, [root], 'ours'), theirs: await commitOf(theirs, [root], 'theirs') }
    started ??= bestMerger(git, version, root)
    const { clean, tree, conflicts } = await (await started).merge(sides.ours, sides.theirs)
    if (clean) return { kind: 'clean', tree }
    return { kind: 'conflicts', tree: await withPlainLabels(objects, tree, conflicts, sides), conflicts }
  }
  return {
    async merge(base, ours, theirs) {
      const [b, o, t] = await Promise.all([objects.tree(base), objects.tree(ours), objects.tree(theirs)])
      if (b === t || o === t) return { kind: 'clean', tree: o }
      if (b === o) return { kind: 'clean', tree: t }
      const key = `${b} ${o} ${t}`
      if (results.size >= remembered) results.clear()
      const result = results.get(key) ?? mergeTrees(b, o, t)
      results.set(key, result)
      result.catch(() => results.delete(key))
      return result
    },
    close() {
      void started?.then((merger) => {
        merger.close()
      })
    },
  }
}
