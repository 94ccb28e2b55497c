import { execFile } from 'node:child_process'
import { access, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

const run = promisify(execFile)
const BIN = '/usr/lib/postgresql/15/bin'

/** An empty database that takes any number of statements at once; `close` leaves nothing behind. */
export interface StoryDatabase {
  exec(sql: string): Promise<void>
  rows(sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface StoryEngine {
  name: string
  open(): Promise<StoryDatabase>
}

/** PGlite always; PostgreSQL when a server is named by STAGECOACH_TEST_DATABASE_URL or Debian's package is there. */
export async function storyEngines(): Promise<StoryEngine[]> {
  const engines: StoryEngine[] = [{ name: 'pglite', open: openPglite }]
  const url = process.env['STAGECOACH_TEST_DATABASE_URL']
  if (url !== undefined) engines.push({ name: 'postgres (given server)', open: () => openOnServer(url) })
  else if (await exists(join(BIN, 'initdb'))) engines.push({ name: 'postgres 15', open: openOwnServer })
  return engines
}

async function openPglite(): Promise<StoryDatabase> {
  const database = await PGlite.create()
  return {
    exec: async (sql) => void (await database.exec(sql)),
    rows: async (sql) => (await database.query<Record<string, unknown>>(sql)).rows,
    close: () => database.close(),
  }
}

async function connect(config: pg.ClientConfig): Promise<StoryDatabase> {
  const client = new pg.Client(config)
  await client.connect()
  return {
    exec: async (sql) => void (await client.query(sql)),
    rows: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    close: () => client.end(),
  }
}

async function openOnServer(url: string): Promise<StoryDatabase> {
  const name = `stagecoach_story_${process.pid}`
  const server = await connect({ connectionString: url })
  await server.exec(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = await connect({ connectionString: own.href })
  const close = async () => {
    await database.close()
    await server.exec(`drop database ${name}`)
    await server.close()
  }
  return { ...database, close }
}

async function openOwnServer(): Promise<StoryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-story-'))
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root; the account of the Debian package takes its place.
  const asRoot = process.getuid?.() === 0
  if (asRoot) await chown(folder, await postgresId('-u'), await postgresId('-g'))
  const start = (program: string, args: string[]) =>
    asRoot
      ? run('runuser', ['-u', 'postgres', '--', join(BIN, program), ...args], { cwd: folder })
      : run(join(BIN, program), args)

  await start('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
  const options = `-k ${folder} -c listen_addresses= -c fsync=off`
  await start('pg_ctl', ['-D', data, '-o', options, '-l', join(folder, 'log'), '-w', 'start'])
  const database = await connect({ host: folder, user: 'postgres', database: 'postgres' })
  const close = async () => {
    await database.close()
    await start('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop'])
    await rm(folder, { recursive: true, force: true })
  }
  return { ...database, close }
}

async function postgresId(kind: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [kind, 'postgres'])).stdout)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
