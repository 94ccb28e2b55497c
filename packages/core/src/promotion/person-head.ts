import type { Oid } from '../package/package.ts'
import type { Commit, Conflict, GitObjects } from '../ports/git.ts'
import type { Resolution } from '../ports/resolutions.ts'

/** What a head that a person pushed onto a promotion branch is. */
export type PersonHead =
  /** Exactly the replayed merge, with its conflicts decided: counts as a resolution. */
  | { kind: 'resolution'; results: { conflict: Conflict; result: Resolution }[] }
  /** Made for an older tip or on top of the draft, or conflict markers are left. */
  | { kind: 'unfinished'; why: string }
  /** Carries more than the promotion: named by path. */
  | { kind: 'foreign-change'; paths: string[] }

const marker = /^(<{7}|>{7}) /m

/** Compares a person's commit with the replayed merge: only conflicted paths may differ from it. */
export async function judgePersonHead(
  git: GitObjects,
  head: Commit,
  tip: Oid,
  replayed: { tree: Oid; conflicts: readonly Conflict[] },
): Promise<PersonHead> {
  if (head.parents.length !== 1 || head.parents[0] !== tip)
    return { kind: 'unfinished', why: 'it is not one commit on the newest tip of the environment' }
  const open = new Set(replayed.conflicts.map((conflict) => conflict.path))
  const differences = await git.diff(replayed.tree, head.tree)
  const foreign = differences.map((each) => each.path).filter((path) => !open.has(path))
  if (foreign.length > 0) return { kind: 'foreign-change', paths: foreign }
  const results: { conflict: Conflict; result: Resolution }[] = []
  for (const conflict of replayed.conflicts) {
    const entry = (await git.list(head.tree, parent(conflict.path))).find((each) => each.path === conflict.path)
    if (entry === undefined) results.push({ conflict, result: { kind: 'deleted', entry: '' } })
    else {
      const text = Buffer.from(await git.readBlob(entry.oid)).toString('utf8')
      if (marker.test(text)) return { kind: 'unfinished', why: `${conflict.path} still holds conflict markers` }
      results.push({ conflict, result: { kind: 'file', mode: entry.mode, oid: entry.oid, entry: '' } })
    }
  }
  return { kind: 'resolution', results }
}

function parent(path: string): string | undefined {
  const end = path.lastIndexOf('/')
  return end === -1 ? undefined : path.slice(0, end)
}
