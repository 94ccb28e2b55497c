import { StagecoachError } from '../error.ts'
import type { HistoryRow } from '../ports/database.ts'

/** A column that every row of the tool has.
 *  @throws StagecoachError `history-unreadable` */
export function required(place: string, row: HistoryRow, column: string): string {
  const value = row[column]
  if (value !== undefined && value !== null) return value
  throw new StagecoachError('history-unreadable', `A row of ${place} has no ${column}.`, {
    hint: 'Repair the table with its own tool, or give the applied migrations with `--list`.',
  })
}

export function optional(row: HistoryRow, column: string): string | undefined {
  return row[column] ?? undefined
}

/** PostgreSQL prints a boolean as `true` or `t`; an integer column of the same name (other databases) as `1`. */
export function isTrue(value: string): boolean {
  return value === 'true' || value === 't' || value === '1'
}
