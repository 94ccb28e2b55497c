import type { Engine } from '@stagecoach/core'

/** One connection to one database: all that the rest of this package knows of an engine. Errors are `SqlTrouble`. */
export interface Session {
  readonly engine: Engine
  /** One statement with parameters (extended protocol, which refuses several statements in one text). */
  query(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>
  /** One statement without parameters by the simple protocol: byte for byte what a file says. */
  exec(sql: string): Promise<void>
  /** BEGIN, work, COMMIT; any error rolls back and is thrown on. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** Forgets settings, role, temporary tables and prepared statements of what ran before. Not inside a transaction. */
  reset(): Promise<void>
  close(): Promise<void>
}

export type Parameter = string | number | boolean | null
export type Row = Record<string, unknown>

/** BEGIN … COMMIT over any `exec`; a failed ROLLBACK (connection gone) must not hide why the work failed. */
export async function inTransaction<T>(exec: (sql: string) => Promise<void>, work: () => Promise<T>): Promise<T> {
  await exec('begin')
  let result: T
  try {
    result = await work()
  } catch (error) {
    await exec('rollback').catch(() => undefined)
    throw error
  }
  await exec('commit')
  return result
}
