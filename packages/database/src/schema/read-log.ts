import type { LogEntry } from '@stagecoach/core'
import { integer, text } from '../engine/row.ts'
import type { Row, Session } from '../engine/session.ts'
import { schemaVersion } from './prepare.ts'

/** The migration log, oldest first (by the table's number: `seq` alone would be the text of the output); empty when there is none yet. */
export async function readLog(session: Session): Promise<LogEntry[]> {
  if ((await schemaVersion(session)) === 0) return []
  const rows = await session.query(`
    select l.seq::text as seq, event, package, version, digest, migration, checksum, normalised, operation, fence::text as fence,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from stagecoach.log l order by l.seq`)
  return rows.map(logEntry)
}

function logEntry(row: Row): LogEntry {
  return {
    seq: integer(row, 'seq'),
    event: logEvent(text(row, 'event')),
    package: text(row, 'package'),
    version: text(row, 'version'),
    digest: text(row, 'digest'),
    migration: text(row, 'migration'),
    checksum: text(row, 'checksum'),
    normalised: text(row, 'normalised'),
    operation: text(row, 'operation'),
    fence: integer(row, 'fence'),
    at: text(row, 'at'),
  }
}

function logEvent(value: string): LogEntry['event'] {
  if (value === 'applied' || value === 'undone' || value === 'left-behind') return value
  throw new TypeError(`The migration log holds an unknown event "${value}".`)
}
