import { execFile } from 'node:child_process'
import { access, chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const folders = ['/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/16/bin', '/usr/lib/postgresql/17/bin']

/** A PostgreSQL server of the test's own on a port of 127.0.0.1. */
export interface TestServer {
  port: number
  url(database: string): string
  query(database: string, sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** Debian's binaries, or undefined where there are none. */
export async function postgresBinaries(): Promise<string | undefined> {
  for (const folder of folders) {
    const there = await access(join(folder, 'initdb')).then(
      () => true,
      () => false,
    )
    if (there) return folder
  }
  return undefined
}

export async function startServer(binaries: string): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-kill-postgres-'))
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root; the account of the Debian package takes its place.
  const asRoot = process.getuid?.() === 0
  if (asRoot) await chown(folder, await idOf('-u'), await idOf('-g'))
  const start = (program: string, args: string[]): Promise<unknown> =>
    asRoot
      ? run('runuser', ['-u', 'postgres', '--', join(binaries, program), ...args], { cwd: folder })
      : run(join(binaries, program), args)
  const port = await freePort()
  await start('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
  const settings = `-k ${folder} -p ${port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`
  await start('pg_ctl', ['-D', data, '-o', settings, '-l', join(folder, 'log'), '-w', 'start'])
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`
  return {
    port,
    url,
    query: (database, sql) => query(url(database), sql),
    async close() {
      await start('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop'])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function idOf(kind: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [kind, 'postgres'])).stdout)
}
