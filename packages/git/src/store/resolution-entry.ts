import { canonicalJson, sha256, StagecoachError } from '@stagecoach/core'
import type { Conflict, Digest, Oid } from '@stagecoach/core'

/** What a person made of a conflict, as the file below its key. Its blob id, noted in the ledger, covers key and result. */
export interface ResolutionEntry {
  schema: 1
  key: Digest
  /** Where it was met first; it serves for other paths too. */
  path: string
  result: { mode: string; oid: Oid } | 'deleted'
  by: string
  at: string
}

/** Identity of a conflict: base and the unordered pair of sides, each with its mode, whatever the path is called. */
export function conflictKey({ base, ours, theirs }: Conflict): Digest {
  const side = (file: { mode: string; oid: Oid } | undefined): string =>
    file === undefined ? 'none' : `${file.mode} ${file.oid}`
  return sha256(canonicalJson({ base: side(base), sides: [side(ours), side(theirs)].sort() }))
}

export function keyFolder(key: Digest): string {
  return `${key.slice(0, 2)}/${key}`
}

export function formatEntry(entry: ResolutionEntry): Uint8Array {
  return Buffer.from(canonicalJson(entry))
}

/** Only for blobs whose id the ledger knows: those were written by `formatEntry`. @throws StagecoachError `resolution-format-newer` */
export function parseEntry(bytes: Uint8Array): ResolutionEntry {
  const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as ResolutionEntry | { schema: number; key?: never }
  if (entry.schema === 1 && entry.key !== undefined) return entry as ResolutionEntry
  throw new StagecoachError('resolution-format-newer', `A recorded resolution has the unknown format ${entry.schema}.`, {
    hint: 'Use the newest version of the Stagecoach actions.',
  })
}
