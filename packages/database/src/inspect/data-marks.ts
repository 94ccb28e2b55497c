import { markKey, UNKNOWN_MARK, type DataObject } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'
import { isConnectionLost, SqlTrouble } from '../engine/sql-trouble.ts'
import { markRows } from './mark-rows.ts'

/** Texts of values must not depend on role or database, and no row may hide behind a policy: with `row_security` off PostgreSQL refuses instead. */
const SETTINGS = `select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true), set_config('row_security', 'off', true)`
/** A large table takes the time it takes. Older servers know only the first. */
const PATIENCE = `select set_config(name, '0', true) from pg_settings where name in ('statement_timeout', 'transaction_timeout')`

/**
 * Marks of what tables and columns hold: count and order-free content hash. Equal marks: no data came. For a column only values other
 * than NULL and its constant default count, since inserts of an application that does not know the column put those there; for
 * `values` all count. With a table count the rows of others that go when its rows are deleted.
 * Keys are `kind name`; objects that are not there give none, and those that cannot be counted `unknown`.
 */
export async function dataMarks(session: Session, objects: readonly DataObject[]): Promise<Record<string, string>> {
  await session.reset()
  return session.transaction(async () => {
    await session.exec('set transaction isolation level repeatable read read only')
    await session.query(SETTINGS)
    await session.query(PATIENCE)
    const marks: Record<string, string> = {}
    for (const object of objects) {
      const mark = await markOrUnknown(session, object)
      if (mark !== undefined) marks[markKey(object)] = mark
    }
    return marks
  })
}

/** What fails for one object (a policy in the way, a missing right) must not end a deployment whose migrations have run, nor hide the others. */
async function markOrUnknown(session: Session, object: DataObject): Promise<string | undefined> {
  await session.exec('savepoint mark')
  try {
    return await markRows(session, object)
  } catch (error) {
    if (!(error instanceof SqlTrouble) || isConnectionLost(error)) throw error
    await session.exec('rollback to savepoint mark')
    return UNKNOWN_MARK
  }
}
