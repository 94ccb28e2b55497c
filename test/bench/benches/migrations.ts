import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { Engine } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import type { Bench, Clock, Fixture, Side } from '../bench.ts'
import { connected, shapeOf, shapeQuery, withDatabase } from '../databases.ts'
import { migrationTexts, packageOf } from '../many-migrations.ts'
import { program } from '../run-program.ts'

const texts = migrationTexts(200)
const operation = '0123456789abcdef'

/** As a deployment does it: parse and classify, lock, raise the fence, run each with log and progress. */
async function deploy(engine: Engine, url: string, clock: Clock): Promise<void> {
  clock.start()
  const databases = openDatabases()
  const pkg = packageOf('many', texts)
  const analysis = await databases.analyse(pkg.manifest, pkg.files)
  const database = await databases.open({ name: 'main', environment: 'bench', engine, url })
  if ((await database.lock(60_000)) === 'busy') throw new Error('The database is locked.')
  await database.prepare()
  await database.raiseFence(1, operation)
  await database.begin(operation, {}, 1)
  for (const { id } of pkg.manifest.migrations) {
    await database.apply({ operation, fence: 1, config: {}, pkg, migration: id, analysis })
  }
  await database.close()
  clock.end()
}

const onServer: Side = {
  label: 'our runner: classified, logged, fenced, resumable',
  node: true,
  run: ({ server = '' }, clock) =>
    withDatabase(server, async (url) => {
      await deploy('postgres', url, clock)
      return shapeOf(url)
    }),
}

const psql: Side = {
  label: '`psql -1 -f` for each file',
  node: false,
  run: ({ server = '', folder = '' }, clock) =>
    withDatabase(server, async (url) => {
      clock.start()
      for (const file of Object.keys(texts)) {
        await program('psql', '-X', '-q', '-1', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', join(folder, file))
      }
      clock.end()
      return shapeOf(url)
    }),
}

const bare: Side = {
  label: 'one `pg` client, a transaction for each, no record',
  node: true,
  run: ({ server = '' }, clock) =>
    withDatabase(server, async (url) => {
      clock.start()
      await connected(url, async (client) => {
        for (const sql of Object.values(texts)) {
          await client.query('begin')
          await client.query(sql)
          await client.query('commit')
        }
      })
      clock.end()
      return shapeOf(url)
    }),
}

async function prepareServer(folder: string, server: string): Promise<Fixture> {
  await mkdir(folder, { recursive: true })
  for (const [file, sql] of Object.entries(texts)) await writeFile(join(folder, file), sql)
  return { server, folder }
}

/** A database folder made once; creating one takes seconds and is nobody's migration. */
async function prepareEmbedded(folder: string): Promise<Fixture> {
  const template = join(folder, 'template')
  await mkdir(folder, { recursive: true })
  await (await PGlite.create(template)).close()
  return { folder, template }
}

function embedded(label: string, work: (folder: string, clock: Clock) => Promise<void>): Side {
  return {
    label,
    node: true,
    async run({ folder = '', template = '' }, clock) {
      const place = await mkdtemp(join(folder, 'round-'))
      const database = join(place, 'database')
      await cp(template, database, { recursive: true })
      await work(database, clock)
      const reader = await PGlite.create(database)
      const { rows } = await reader.query<{ shape: string }>(shapeQuery)
      await reader.close()
      await rm(place, { recursive: true, force: true })
      return rows[0]?.shape ?? ''
    },
  }
}

const what = '200 small migrations, PostgreSQL'
export const migrationsPsql: Bench = { what, needs: 'postgres', prepare: prepareServer, ours: onServer, instead: psql }
export const migrationsBare: Bench = { what, needs: 'postgres', prepare: prepareServer, ours: onServer, instead: bare }
export const migrationsEmbedded: Bench = {
  what: '200 small migrations, PGlite in a folder',
  prepare: prepareEmbedded,
  ours: embedded('our runner', (folder, clock) => deploy('embedded', folder, clock)),
  instead: embedded('`exec` in a transaction for each', async (folder, clock) => {
    clock.start()
    const database = await PGlite.create(folder)
    for (const sql of Object.values(texts)) await database.transaction((transaction) => transaction.exec(sql))
    await database.close()
    clock.end()
  }),
}
