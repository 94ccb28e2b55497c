import type { HistoryRow } from '../ports/database.ts'
import { isTrue, optional, required } from './history-row.ts'
import type { AppliedElsewhere, ReadHistory } from './read-history.ts'

interface FlywayState {
  place: string
  /** By version, repeatable ones by their script. */
  applied: Map<string, AppliedElsewhere>
  failed: Map<string, string>
  unknown: string[]
}

/** Rows of flyway's history by `installed_rank`. Types: flyway's `CoreMigrationType`; a failed row stays until `flyway repair` takes it away. */
export function readFlyway(place: string, rows: readonly HistoryRow[]): Pick<ReadHistory, 'applied' | 'unknown' | 'troubles'> {
  const state: FlywayState = { place, applied: new Map(), failed: new Map(), unknown: [] }
  for (const row of rows) readRow(state, row)
  const troubles = [...state.failed.values()].map(
    (script) => `${script} failed and was never repaired (${place}): undo by hand what it did, then run \`flyway repair\`.`,
  )
  return { applied: [...state.applied.values()], unknown: state.unknown, troubles }
}

function readRow(state: FlywayState, row: HistoryRow): void {
  const script = required(state.place, row, 'script')
  const type = required(state.place, row, 'type')
  const key = optional(row, 'version') ?? script
  if (!isTrue(required(state.place, row, 'success'))) {
    state.failed.set(`${type} ${key}`, script)
    return
  }
  state.failed.delete(`${type} ${key}`)
  if (type === 'SCHEMA') return
  if (type === 'DELETE')
    state.unknown.push(`${key} is marked as deleted by \`flyway repair\` (${state.place}): what it made is still there.`)
  else if (type.startsWith('UNDO_')) state.applied.delete(key)
  else {
    // A repeatable one that ran again stands where it ran last.
    state.applied.delete(key)
    state.applied.set(key, appliedBy(state, row, type, script))
  }
}

function appliedBy({ place, unknown }: FlywayState, row: HistoryRow, type: string, script: string): AppliedElsewhere {
  if (type === 'BASELINE') {
    const version = optional(row, 'version') ?? script
    unknown.push(`${place} was baselined at ${version}: flyway does not say what was there before.`)
    return { id: `baseline ${version}`, kind: 'baseline' }
  }
  if (type !== 'SQL' && type !== 'SQL_BASELINE') {
    unknown.push(`${script} is no SQL file (flyway's type ${type}): what it did cannot be read.`)
    return { id: script, kind: 'code' }
  }
  const checksum = optional(row, 'checksum')
  return { id: script, kind: 'file', ...(checksum === undefined ? {} : { checksum }) }
}
