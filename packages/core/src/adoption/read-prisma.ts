import type { HistoryRow } from '../ports/database.ts'
import { optional, required } from './history-row.ts'
import type { AppliedElsewhere, ReadHistory } from './read-history.ts'

/** Rows of `_prisma_migrations` by `started_at`: applied = finished and not rolled back (prisma's `migrate status` counts the same). */
export function readPrisma(place: string, rows: readonly HistoryRow[]): Pick<ReadHistory, 'applied' | 'unknown' | 'troubles'> {
  const applied = new Map<string, AppliedElsewhere>()
  const failed = new Set<string>()
  const unknown: string[] = []
  for (const row of rows) {
    const id = required(place, row, 'migration_name')
    if (optional(row, 'rolled_back_at') !== undefined) continue
    if (optional(row, 'finished_at') === undefined) {
      failed.add(id)
      continue
    }
    failed.delete(id)
    const marked = optional(row, 'applied_steps_count') === '0'
    if (marked) unknown.push(`${id} was marked as applied (${place}): prisma did not run it, so nothing says that it is there.`)
    applied.set(id, { id, kind: marked ? 'marked' : 'file', checksum: required(place, row, 'checksum') })
  }
  const troubles = [...failed].map(
    (id) => `${id} failed or never finished (${place}): settle it with \`prisma migrate resolve\`.`,
  )
  return { applied: [...applied.values()], unknown, troubles }
}
