import { canonicalJson } from '../digest.ts'
import type { Oid } from '../package/package.ts'
import type { Conflict, GitObjects } from '../ports/git.ts'

/** Conflicts that git writes into the file, between markers. */
const textual = new Set(['content', 'add/add'])

/** A tree fit to be a merge base: where git took one side whole (file deleted here and edited there, renamed twice, binary), a text stands that no side has.
 *  Left as git leaves it, that side would count as agreed upon, and the next merge would silently follow the other (found by the random walks). */
export async function markConflicts(git: GitObjects, tree: Oid, conflicts: readonly Conflict[]): Promise<Oid> {
  const files = new Map((await git.list(tree)).map((entry) => [entry.path, entry.oid]))
  const edits = new Map<string, { mode: string; oid: Oid }>()
  for (const conflict of conflicts) {
    const { path, reason, base, ours, theirs } = conflict
    const sides = [base?.oid, ours?.oid, theirs?.oid]
    const file = files.get(path)
    if (textual.has(reason) && file !== undefined && !sides.includes(file)) continue
    const text = `<<<<<<< ours\n=======\n>>>>>>> theirs\n${canonicalJson({ reason, sides: [base, ours, theirs].map(describe) })}\n`
    edits.set(path, { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) })
  }
  return edits.size === 0 ? tree : git.editTree(tree, edits)
}

/** Files of a merge's result into which conflict text came that `ours` does not have, other than those `known` to conflict. */
export async function carriedMarkers(git: GitObjects, ours: Oid, result: Oid, known: readonly Conflict[]): Promise<Conflict[]> {
  const paths = new Set(known.map((conflict) => conflict.path))
  const carried: Conflict[] = []
  for (const { path, before, after } of await git.diff(ours, result)) {
    if (after === undefined || after.mode === '160000' || paths.has(path)) continue
    if ((await markersIn(git, after.oid)) <= (before === undefined ? 0 : await markersIn(git, before.oid))) continue
    carried.push({ path, ...(before && { ours: before }), theirs: after, reason: 'content' })
  }
  return carried
}

async function markersIn(git: GitObjects, oid: Oid): Promise<number> {
  const text = Buffer.from(await git.readBlob(oid)).toString('latin1')
  return [...text.matchAll(/^(<{7} ours|>{7} theirs)/gm)].length
}

function describe(side: { mode: string; oid: Oid } | undefined): string {
  return side === undefined ? 'absent' : `${side.mode} ${side.oid}`
}
