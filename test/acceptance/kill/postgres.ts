import { execFile } from 'node:child_process'
import { access, chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const debian = [15, 16, 17, 18].map((version) => `/usr/lib/postgresql/${version}/bin`)

/** A PostgreSQL server on which databases may be made. */
export interface TestServer {
  host: string
  port: number
  /** In front of every database of this test run. */
  prefix: string
  /** URL of a database; behind another port of 127.0.0.1, if given. */
  url(database: string, proxyPort?: number): string
  query(database: string, sql: string): Promise<Record<string, unknown>[]>
  /** Makes and drops databases. */
  admin(sql: string): Promise<unknown>
  close(): Promise<void>
}

/** Where a server comes from: one named by STAGECOACH_TEST_DATABASE_URL, else the folder of binaries to start one with. */
export async function findPostgres(): Promise<{ url: string } | { binaries: string } | undefined> {
  const url = process.env['STAGECOACH_TEST_DATABASE_URL']
  if (url !== undefined) return { url }
  for (const folder of [...(process.env['PATH'] ?? '').split(':'), ...debian]) {
    const there = await access(join(folder, 'initdb')).then(
      () => true,
      () => false,
    )
    if (there) return { binaries: folder }
  }
  return undefined
}

export async function openServer(): Promise<TestServer> {
  const found = await findPostgres()
  if (found === undefined) throw new Error('There is no PostgreSQL; on Debian: apt-get install postgresql.')
  return 'url' in found ? useServer(found.url) : startServer(found.binaries)
}

function useServer(given: string): TestServer {
  const prefix = `stagecoach_kill_${process.pid}_${Date.now().toString(36)}_`
  const { hostname, port } = new URL(given)
  const url: TestServer['url'] = (database, proxyPort) => {
    const own = new URL(given)
    own.pathname = `/${database}`
    if (proxyPort !== undefined) own.host = `127.0.0.1:${proxyPort}`
    return own.href
  }
  return {
    host: hostname,
    port: Number(port === '' ? 5432 : port),
    prefix,
    url,
    query: (database, sql) => query(url(database), sql),
    admin: (sql) => query(given, sql),
    async close() {
      const left = await query(given, `select datname::text as name from pg_database where starts_with(datname, '${prefix}')`)
      for (const { name } of left) await query(given, `drop database if exists ${String(name)} with (force)`)
    },
  }
}

async function startServer(binaries: string): Promise<TestServer> {
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
  const given = useServer(`postgres://postgres@127.0.0.1:${port}/postgres`)
  return {
    ...given,
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
