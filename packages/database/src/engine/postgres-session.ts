import { StagecoachError } from '@stagecoach/core'
import type { Client } from 'pg'
import { text } from './row.ts'
import { inTransaction, type Parameter, type Row, type Session } from './session.ts'
import { SqlTrouble, sqlTrouble } from './sql-trouble.ts'

export interface PostgresOptions {
  showValues: boolean
  /** Settings that a reset must not lose; those the server is too old to know are left out. */
  settings: Readonly<Record<string, string>>
  /** Role the session acts as, when the login role may do more than it should. */
  role?: string
}

const KNOWN = 'select name from pg_settings where name = any($1)'

/** A direct connection to a PostgreSQL server. Errors: `database-url-invalid`, `database-unreachable`; neither holds the password. */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Session> {
  const client = await connect(url)
  const run = async (work: () => Promise<{ rows: Row[] }>): Promise<Row[]> => {
    try {
      return (await work()).rows
    } catch (error) {
      throw sqlTrouble(error, options.showValues)
    }
  }
  const exec = async (sql: string): Promise<void> => void (await run(() => client.query(sql)))
  const setUp = await setUpStatements(client, options, run)
  const prepare = async (): Promise<void> => {
    if (setUp.length > 0) await exec(setUp.join('; '))
  }
  await prepare()
  return {
    engine: 'postgres',
    query: (sql, parameters = []) => run(() => client.query(extended(sql, parameters))),
    exec,
    transaction: (work) => inTransaction(exec, work),
    reset: async () => {
      await exec('discard all')
      await prepare()
    },
    close: () => client.end(),
  }
}

/** What a fresh or reset session says first. Which settings the server knows is asked once: a reset comes before and after each migration. */
async function setUpStatements(
  client: Client,
  { settings, role }: PostgresOptions,
  run: (work: () => Promise<{ rows: Row[] }>) => Promise<Row[]>,
): Promise<string[]> {
  const names = Object.keys(settings)
  const rows = names.length === 0 ? [] : await run(() => client.query(KNOWN, [names]))
  const known = new Set(rows.map((row) => text(row, 'name')))
  const sets = Object.entries(settings)
    .filter(([name]) => known.has(name))
    .map(([name, value]) => `set ${client.escapeIdentifier(name)} = ${client.escapeLiteral(value)}`)
  return role === undefined ? sets : [...sets, `set role ${client.escapeIdentifier(role)}`]
}

/** pg falls back to the simple protocol without parameters, which would accept `select 1; drop table x`. */
function extended(sql: string, parameters: readonly Parameter[]): { text: string; values: Parameter[]; queryMode: string } {
  return { text: sql, values: [...parameters], queryMode: 'extended' }
}

async function connect(url: string): Promise<Client> {
  const { default: pg } = await import('pg')
  const place = describeUrl(url)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'stagecoach',
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
  })
  // A connection that dies while idle raises this event; the next query reports it. Without a listener Node would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    const trouble = sqlTrouble(error)
    throw new StagecoachError('database-unreachable', `Cannot connect to ${place}: ${trouble.message}`, {
      hint: 'Check the URL, that the server accepts connections from here, and that the secret is current. A pooler in transaction mode will not do.',
      cause: new SqlTrouble(trouble.sqlstate, trouble.message),
      details: { sqlstate: trouble.sqlstate },
    })
  }
  return client
}

/** `database "shop" on db.example:5432`: what of a URL may be printed. */
export function describeUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new StagecoachError('database-url-invalid', 'The URL of a postgres database is not a "postgres://…" URL.', {
      hint: 'Write `url: env:NAME` and put postgres://user:password@host:5432/database into that secret; encode special characters of the password.',
    })
  }
  return `database "${decodeURIComponent(parsed.pathname.slice(1))}" on ${parsed.host === '' ? 'the local socket' : parsed.host}`
}
