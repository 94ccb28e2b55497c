import type { HistoryRow } from '../ports/database.ts'
import { optional, required } from './history-row.ts'
import type { ReadHistory } from './read-history.ts'

/** Rows of sqitch's `changes`, which holds what is deployed now: reverting a change deletes its row. */
export function readSqitch(place: string, rows: readonly HistoryRow[]): Pick<ReadHistory, 'applied' | 'unknown' | 'troubles'> {
  const projects = new Set(rows.map((row) => required(place, row, 'project')))
  const applied = rows.map((row) => {
    const change = required(place, row, 'change')
    const hash = optional(row, 'script_hash')
    // A database upgraded from sqitch before 0.997 has the change's id there until it is deployed again.
    const known = hash !== undefined && hash !== optional(row, 'change_id')
    const project = required(place, row, 'project')
    const id = projects.size > 1 ? `${project}:${change}` : change
    return { id, kind: 'file' as const, project, ...(known ? { checksum: hash } : {}) }
  })
  const several = projects.size > 1 ? [`${place} speaks of several projects: ${[...projects].sort().join(', ')}.`] : []
  return { applied, unknown: several, troubles: [] }
}
