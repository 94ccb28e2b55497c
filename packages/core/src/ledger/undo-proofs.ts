import type { Digest } from '../digest.ts'
import type { LedgerView } from './history.ts'
import { undoOf } from './promotions.ts'
import type { Effect } from './record.ts'

/** What the rehearsal for this environment found of an undo script, by package digest and `package/migration`; undefined when none was rehearsed. */
export function undoProof(
  view: LedgerView,
  environment: string,
  digest: Digest,
  migration: string,
): Effect['undo'][string] | undefined {
  return undoOf(view, environment, digest, migration)
}
