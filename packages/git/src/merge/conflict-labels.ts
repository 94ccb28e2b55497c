import type { Conflict, GitObjects, Oid } from '@stagecoach/core'

/** Puts `ours` and `theirs` where git wrote the ids of the two commits it was given, so that the same three trees give the same bytes whoever merges them. */
export async function withPlainLabels(
  git: GitObjects,
  tree: Oid,
  conflicts: readonly Conflict[],
  labels: { ours: Oid; theirs: Oid },
): Promise<Oid> {
  const edits = new Map<string, { mode: string; oid: Oid }>()
  for (const { path } of conflicts) {
    const entry = await entryAt(git, tree, path)
    if (entry === undefined) continue
    const before = Buffer.from(await git.readBlob(entry.oid)).toString('latin1')
    const after = before.replaceAll(labels.ours, 'ours').replaceAll(labels.theirs, 'theirs')
    if (after !== before) edits.set(path, { mode: entry.mode, oid: await git.writeBlob(Buffer.from(after, 'latin1')) })
  }
  return edits.size === 0 ? tree : git.editTree(tree, edits)
}

async function entryAt(git: GitObjects, tree: Oid, path: string): Promise<{ mode: string; oid: Oid } | undefined> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined
  const entry = (await git.list(tree, folder)).find((each) => each.path === path)
  return entry?.mode.startsWith('100') === true ? entry : undefined
}
