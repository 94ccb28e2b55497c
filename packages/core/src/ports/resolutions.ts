import type { Conflict, RefUpdate } from './git.ts'
import type { Oid } from '../package/package.ts'

/** What people made of conflicts, by (base, unordered pair of sides); a tree in `refs/stagecoach/resolutions`, believed only for ids that the ledger knows. */
export interface Resolutions {
  /** Result blob per conflict path, `'deleted'` for a removed file; only entries whose object id is in `trusted`. */
  find(conflicts: readonly Conflict[], trusted: ReadonlySet<Oid>): Promise<ReadonlyMap<string, Resolution>>
  /** Writes entries and gives the ref update, and their object ids for the ledger. */
  prepare(
    entries: readonly { conflict: Conflict; result: Resolution; by: string; at: string }[],
  ): Promise<{ update: RefUpdate | undefined; ids: Oid[] }>
}

export type Resolution = { kind: 'file'; mode: string; oid: Oid; entry: Oid } | { kind: 'deleted'; entry: Oid }
