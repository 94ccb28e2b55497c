import type { Digest } from '../digest.ts'
import type { LedgerView } from './history.ts'
import { effectWithUndo } from './promotions.ts'
import type { Effect } from './record.ts'

/** What the rehearsal for this environment found of an undo script, by package digest and `package/migration`; undefined when none was rehearsed. */
export function undoProof(
  view: LedgerView,
  environment: string,
  digest: Digest,
  migration: string,
): Effect['undo'][string] | undefined {
  return effectWithUndo(view, environment, digest, migration)?.undo[migration]
}

/** Tables and columns in which that rehearsal's copy held none of the values that the undo has to bring back. */
export function undoWithoutRows(view: LedgerView, environment: string, digest: Digest, migration: string): string[] {
  return effectWithUndo(view, environment, digest, migration)?.noRows?.[migration] ?? []
}
