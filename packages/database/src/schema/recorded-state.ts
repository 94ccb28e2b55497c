import type { Catalog, RecordedState } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { schemaVersion } from './prepare.ts'

/** What the last finished operation recorded; undefined before the first. */
export async function readRecorded(session: Session): Promise<RecordedState | undefined> {
  if ((await schemaVersion(session)) === 0) return undefined
  const [row] = await session.query(
    `select operation, ledger_tip, fingerprint, catalog::text as catalog, marks::text as marks
     from stagecoach.recorded where catalog is not null order by seq desc limit 1`,
  )
  if (row === undefined) return undefined
  return {
    operation: text(row, 'operation'),
    ledgerTip: text(row, 'ledger_tip'),
    fingerprint: text(row, 'fingerprint'),
    // Written by us through `writeRecorded`, never by hand: the shape is ours.
    catalog: JSON.parse(text(row, 'catalog')) as Catalog,
    marks: JSON.parse(text(row, 'marks')) as Record<string, string>,
  }
}

/** Appends; earlier rows keep operation, ledger tip and fingerprint, but not the large catalog. An operation recorded again replaces its own row. */
export async function writeRecorded(session: Session, state: RecordedState, fence: number): Promise<void> {
  await session.query('delete from stagecoach.recorded where operation = $1', [state.operation])
  await session.query('update stagecoach.recorded set catalog = null where catalog is not null')
  await session.query(
    `insert into stagecoach.recorded (operation, ledger_tip, fingerprint, catalog, marks, fence) values ($1, $2, $3, $4::jsonb, $5::jsonb, $6)`,
    [state.operation, state.ledgerTip, state.fingerprint, JSON.stringify(state.catalog), JSON.stringify(state.marks), fence],
  )
}
