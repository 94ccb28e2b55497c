import type { Session } from '../engine/session.ts'
import { isConnectionLost, SqlTrouble } from '../engine/sql-trouble.ts'

/** Texts of values must not depend on role or database, and no row may hide behind a policy: with `row_security` off PostgreSQL refuses instead. */
const SETTINGS = `select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true), set_config('row_security', 'off', true)`
/** A large table takes the time it takes. Older servers know only the first. */
const PATIENCE = `select set_config(name, '0', true) from pg_settings where name in ('statement_timeout', 'transaction_timeout')`

/** Reads rows of the product's tables, all as they were at one moment. */
export async function readingRows<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.reset()
  return session.transaction(async () => {
    await session.exec('set transaction isolation level repeatable read read only')
    await session.query(SETTINGS)
    await session.query(PATIENCE)
    return work()
  })
}

/** What fails for one object (a policy in the way, a missing right) must not end a deployment whose migrations have run, nor hide the others: then it is `otherwise`. */
export async function ofOneObject<T>(session: Session, otherwise: T, work: () => Promise<T>): Promise<T> {
  await session.exec('savepoint one')
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SqlTrouble) || isConnectionLost(error)) throw error
    await session.exec('rollback to savepoint one')
    return otherwise
  }
}
