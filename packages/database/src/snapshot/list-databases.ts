import type { Snapshot } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { snapshotsAmong } from './snapshot-name.ts'

/** Copies of a database on its server, newest first. A draft has another name until it is whole. */
export async function listDatabases(session: Session, database: string): Promise<(Snapshot & { name: string })[]> {
  const rows = await session.query(
    `select datname::text as name from pg_database where starts_with(datname::text, 'stagecoach_snapshot_')`,
  )
  return snapshotsAmong(
    database,
    rows.map((row) => text(row, 'name')),
  )
}
