import pg from 'pg'
import { startPostgres } from '../../story/stage/postgres-server.ts'

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

/** @throws Error without a server; `hasPostgres` tells before. */
export async function openServer(): Promise<TestServer> {
  const server = await startPostgres()
  if (server === undefined) throw new Error('There is no PostgreSQL; on Debian: apt-get install postgresql.')
  const used = useServer(server.url)
  return {
    ...used,
    async close() {
      await used.close()
      await server.close()
    },
  }
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

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
