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

/** Why nobody saw those values come back, as a part of a sentence. Besides tables and columns there may be the migration itself: it runs code that cannot be read, or means names that say nothing here. */
export function unseenWords(noRows: readonly string[], show: (name: string) => string = (name) => name): string {
  const objects = noRows.filter((each) => !isMigration(each))
  return [
    ...(objects.length === 0 ? [] : [`the rehearsal's copy lacks rows in ${objects.map(show).join(', ')}`]),
    ...(noRows.some(isMigration) ? ['which rows it changes cannot be told from its SQL'] : []),
  ].join(', and ')
}

function isMigration(name: string): boolean {
  return name.startsWith('migration ')
}
