import { canonicalJson } from '../digest.ts'
import type { Oid } from '../package/package.ts'
import type { Conflict, GitObjects, MergeResult, TreeEntry } from '../ports/git.ts'

/** A tree that was computed on the way to a merge; conflicts stand in it as text at the paths in `marks`. */
export interface Computed {
  tree: Oid
  marks: readonly string[]
}

/** Conflicts that git writes into the file, between markers. */
const textual = new Set(['content', 'add/add'])

/** Makes a result fit to be merged with. Where git took one side whole (file deleted here and edited there, renamed twice, binary), it stands a text that no side has:
 *  left as git leaves it, that side would count as agreed upon, and the next merge would silently follow the other (found by the random walks). */
export async function markConflicts(git: GitObjects, result: MergeResult): Promise<Computed> {
  if (result.kind === 'clean') return { tree: result.tree, marks: [] }
  const files = await entries(git, result.tree)
  const edits = new Map<string, { mode: string; oid: Oid }>()
  for (const { path, reason, base, ours, theirs } of result.conflicts) {
    const file = files.get(path)?.oid
    if (textual.has(reason) && file !== undefined && ![base?.oid, ours?.oid, theirs?.oid].includes(file)) continue
    const sides = canonicalJson({ reason, sides: [base, ours, theirs].map(describe) })
    const text = Buffer.from(`<<<<<<< ours\n=======\n>>>>>>> theirs\n${sides}\n`)
    edits.set(path, { mode: '100644', oid: await git.writeBlob(text) })
  }
  const marks = [...new Set(result.conflicts.map((conflict) => conflict.path))].sort()
  return { tree: edits.size === 0 ? result.tree : await git.editTree(result.tree, edits), marks }
}

/** Conflicts of a merge that git does not see because they stand in its inputs as text. */
export async function hiddenConflicts(
  git: GitObjects,
  result: MergeResult,
  base: Computed,
  ours: Oid,
  theirs: Computed,
): Promise<Conflict[]> {
  const known = new Set(result.kind === 'clean' ? [] : result.conflicts.map((conflict) => conflict.path))
  const found = [
    ...(base.marks.length === 0 ? [] : await lostBySides(git, base, ours, theirs.tree)),
    ...(theirs.marks.length === 0 ? [] : await carriedIn(git, ours, result.tree)),
  ]
  return found.filter((conflict) => !known.has(conflict.path))
}

/** Nobody knows what the base had there, and neither side has the path: one may have deleted it, the other renamed it. */
async function lostBySides(git: GitObjects, base: Computed, ours: Oid, theirs: Oid): Promise<Conflict[]> {
  const [before, left, right] = [await entries(git, base.tree), await entries(git, ours), await entries(git, theirs)]
  return base.marks.flatMap((path) => {
    const entry = before.get(path)
    if (entry === undefined || left.has(path) || right.has(path)) return []
    return [{ path, base: { mode: entry.mode, oid: entry.oid }, reason: 'modify/delete' }]
  })
}

/** Text of a conflict wins wherever the other side left the base alone: clean to git, and still no content. */
async function carriedIn(git: GitObjects, ours: Oid, result: Oid): Promise<Conflict[]> {
  const carried: Conflict[] = []
  for (const { path, before, after } of await git.diff(ours, result)) {
    if (after === undefined || after.mode === '160000') continue
    const old = before === undefined ? 0 : await markersIn(git, before.oid)
    if ((await markersIn(git, after.oid)) > old) {
      carried.push({ path, ...(before && { ours: before }), theirs: after, reason: 'content' })
    }
  }
  return carried
}

async function markersIn(git: GitObjects, oid: Oid): Promise<number> {
  const text = Buffer.from(await git.readBlob(oid)).toString('latin1')
  return [...text.matchAll(/^(<{7} ours|>{7} theirs)/gm)].length
}

async function entries(git: GitObjects, tree: Oid): Promise<Map<string, TreeEntry>> {
  return new Map((await git.list(tree)).map((entry) => [entry.path, entry]))
}

function describe(side: { mode: string; oid: Oid } | undefined): string {
  return side === undefined ? 'absent' : `${side.mode} ${side.oid}`
}
