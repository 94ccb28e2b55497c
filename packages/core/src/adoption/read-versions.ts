import type { HistoryRow } from '../ports/database.ts'
import { required } from './history-row.ts'
import type { ReadHistory } from './read-history.ts'

/** Rows of dbmate's and Rails' `schema_migrations`: versions alone, in whatever order they ran. */
export function readVersions(
  tool: 'dbmate' | 'rails',
  place: string,
  rows: readonly HistoryRow[],
): Pick<ReadHistory, 'applied' | 'unknown' | 'troubles'> {
  const applied = rows.map((row) => ({ id: required(place, row, 'version'), kind: 'file' as const }))
  const name = tool === 'rails' ? 'Rails' : 'dbmate'
  const unknown =
    applied.length === 0 ? [] : [`${name} keeps no checksums: whether a file was edited after it ran cannot be known.`]
  return { applied, unknown, troubles: [] }
}
