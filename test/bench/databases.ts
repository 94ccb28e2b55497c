import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A fresh, empty database for one round, dropped after it. */
export async function withDatabase<T>(server: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `bench_${randomBytes(5).toString('hex')}`
  await execute(server, `create database ${name}`)
  try {
    return await work(databaseUrl(server, name))
  } finally {
    await execute(server, `drop database ${name} with (force)`)
  }
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export async function execute(url: string, sql: string): Promise<void> {
  await connected(url, (client) => client.query(sql))
}

export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What both sides must have made: columns and indexes of the tables in `public`. */
export const shapeQuery = `select (select count(*) from information_schema.columns where table_schema = 'public')
  || ' columns, ' || (select count(*) from pg_indexes where schemaname = 'public') || ' indexes' as shape`

export async function shapeOf(url: string): Promise<string> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ shape: string }>(shapeQuery)
    return rows[0]?.shape ?? ''
  })
}
