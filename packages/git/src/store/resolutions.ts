import { sha256, stagecoachPerson } from '@stagecoach/core'
import type { Conflict, Oid, Resolution, Resolutions } from '@stagecoach/core'
import { conflictKey, formatEntry, keyFolder, parseEntry } from './resolution-entry.ts'
import type { ResolutionEntry } from './resolution-entry.ts'
import type { GitWithRefs } from './tagged-tree.ts'

export const resolutionsRef = 'refs/stagecoach/resolutions'

/** Resolutions in the open repository; the ref was fetched before by `fetch(['refs/stagecoach/resolutions'])`. */
export function openResolutions(git: GitWithRefs): Resolutions {
  const tip = async (): Promise<Oid | undefined> => (await git.refs(resolutionsRef)).get(resolutionsRef)?.oid
  return {
    async find(conflicts, trusted) {
      const found = new Map<string, Resolution>()
      const commit = await tip()
      if (commit === undefined || trusted.size === 0) return found
      for (const conflict of conflicts) {
        const resolution = await findOne(git, commit, conflict, trusted)
        if (resolution !== undefined) found.set(conflict.path, resolution)
      }
      return found
    },
    async prepare(entries) {
      const edits = new Map<string, { mode: string; oid: Oid }>()
      const ids: Oid[] = []
      for (const entry of entries) ids.push(await writeEntry(git, edits, entry))
      const before = await tip()
      const tree = await git.editTree(before, edits)
      const latest = entries
        .map((entry) => entry.at)
        .sort()
        .at(-1)
      if (latest === undefined || (before !== undefined && (await git.tree(before)) === tree)) return { update: undefined, ids }
      const parents = before === undefined ? [] : [before]
      const at = latest.replace(/\.\d+Z$/, 'Z')
      const message = `Remember ${entries.length === 1 ? 'a resolution' : `${entries.length} resolutions`}`
      const to = await git.writeCommit({ tree, parents, message, author: stagecoachPerson, committer: stagecoachPerson, at })
      return { update: { ref: resolutionsRef, expected: before, to }, ids }
    },
  }
}

/** The newest trusted one: a person may have thought again. */
async function findOne(
  git: GitWithRefs,
  commit: Oid,
  conflict: Conflict,
  trusted: ReadonlySet<Oid>,
): Promise<Resolution | undefined> {
  const key = conflictKey(conflict)
  const files = (await git.list(commit, keyFolder(key))).filter((file) => file.path.endsWith('.json') && trusted.has(file.oid))
  const entries = await Promise.all(files.map(async ({ oid }) => ({ oid, entry: parseEntry(await git.readBlob(oid)) })))
  const newest = entries.filter(({ entry }) => entry.key === key).sort((a, b) => (a.entry.at < b.entry.at ? 1 : -1))[0]
  if (newest === undefined) return undefined
  const { result } = newest.entry
  return result === 'deleted' ? { kind: 'deleted', entry: newest.oid } : { kind: 'file', ...result, entry: newest.oid }
}

/** The result's blob stands beside the entry, so that it is pushed and kept. */
async function writeEntry(
  git: GitWithRefs,
  edits: Map<string, { mode: string; oid: Oid }>,
  { conflict, result, by, at }: Parameters<Resolutions['prepare']>[0][number],
): Promise<Oid> {
  const key = conflictKey(conflict)
  const outcome = result.kind === 'deleted' ? 'deleted' : { mode: result.mode, oid: result.oid }
  const entry: ResolutionEntry = { schema: 1, key, path: conflict.path, result: outcome, by, at }
  const bytes = formatEntry(entry)
  const oid = await git.writeBlob(bytes)
  const name = `${keyFolder(key)}/${sha256(bytes)}`
  edits.set(`${name}.json`, { mode: '100644', oid })
  if (outcome !== 'deleted') edits.set(`${name}.result`, outcome)
  return oid
}
