import { StagecoachError } from '@stagecoach/core'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { inTransaction, type Row, type Session } from './session.ts'
import { sqlTrouble } from './sql-trouble.ts'

/** PGlite in a folder (made when missing) or, without one, in memory. The caller holds the folder's lock. Errors: `database-unreachable`. */
export async function openEmbedded(folder: string | undefined, showValues: boolean): Promise<Session> {
  const { PGlite } = await import(/* webpackIgnore: true */ '@electric-sql/pglite')
  if (folder !== undefined) await mkdir(dirname(folder), { recursive: true })
  const database = await PGlite.create(folder === undefined ? {} : { dataDir: folder }).catch((error: unknown) => {
    throw new StagecoachError('database-unreachable', `Cannot open the embedded database in "${folder ?? 'memory'}".`, {
      hint: 'The folder must be one that the embedded engine of this version wrote, or not exist yet.',
      cause: sqlTrouble(error),
    })
  })
  const run = async (work: () => Promise<Row[]>): Promise<Row[]> => {
    try {
      return await work()
    } catch (error) {
      throw sqlTrouble(error, showValues)
    }
  }
  const exec = async (sql: string): Promise<void> => {
    await run(async () => {
      await database.exec(sql)
      return []
    })
  }
  return {
    engine: 'embedded',
    query: (sql, parameters = []) => run(async () => (await database.query<Row>(sql, [...parameters])).rows),
    exec,
    transaction: (work) => inTransaction(exec, work),
    reset: () => exec('discard all'),
    close: () => database.close(),
  }
}
