import type { Oid } from '../package/package.ts'
import type { Conflict, GitObjects, MergeResult } from '../ports/git.ts'
import type { Resolutions } from '../ports/resolutions.ts'

/** A merge after recorded resolutions were put in: clean, or what a person still has to decide. */
export interface ResolvedMerge {
  tree: Oid
  conflicts: Conflict[]
  /** Paths that a recorded resolution decided. */
  reused: string[]
}

/** Puts what people decided before into a conflicted merge (same base, same two sides, in either order). Only entries whose ids the ledger knows count. */
export async function reuseResolutions(
  git: GitObjects,
  resolutions: Resolutions,
  merge: MergeResult,
  trusted: ReadonlySet<Oid>,
): Promise<ResolvedMerge> {
  if (merge.kind === 'clean') return { tree: merge.tree, conflicts: [], reused: [] }
  const found = await resolutions.find(merge.conflicts, trusted)
  const edits = new Map<string, { mode: string; oid: Oid } | undefined>()
  for (const [path, resolution] of found) {
    edits.set(path, resolution.kind === 'file' ? { mode: resolution.mode, oid: resolution.oid } : undefined)
  }
  const tree = edits.size === 0 ? merge.tree : await git.editTree(merge.tree, edits)
  return { tree, conflicts: merge.conflicts.filter((conflict) => !found.has(conflict.path)), reused: [...found.keys()] }
}
