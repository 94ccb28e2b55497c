import { StagecoachError } from '@stagecoach/core'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { keepWasmAtBaseline } from './baseline-wasm.ts'
import { memoryCopy } from './memory-copy.ts'
import { inTransaction, type Row, type Session } from './session.ts'
import { sqlTrouble } from './sql-trouble.ts'

/** A folder (made when missing), memory that begins as a copy of a closed folder, or empty memory. */
export type EmbeddedPlace = string | { copyOf: string } | undefined

/** PGlite takes 128 MB and clears them at each start, 0.1–0.2 s of processor time; databases that fit this engine fit this. */
const BUFFERS = ['-c', 'shared_buffers=32MB']

/** PGlite in its place. The caller holds the folder's lock, of a copied one until this returns. Errors: `database-unreachable`. */
export async function openEmbedded(place: EmbeddedPlace, showValues: boolean): Promise<Session> {
  const library = await import(/* webpackIgnore: true */ '@electric-sql/pglite')
  const { PGlite } = library
  keepWasmAtBaseline()
  const startParams = [...PGlite.defaultStartParams, ...BUFFERS]
  if (typeof place === 'string') await mkdir(dirname(place), { recursive: true })
  const database = await PGlite.create({
    startParams,
    ...(typeof place === 'string' && { dataDir: place }),
    ...(typeof place === 'object' && { fs: memoryCopy(library, place.copyOf) }),
  }).catch((error: unknown) => {
    const name = typeof place === 'object' ? place.copyOf : (place ?? 'memory')
    throw new StagecoachError('database-unreachable', `Cannot open the embedded database in "${name}".`, {
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
