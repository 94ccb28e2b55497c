import type { Catalog } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { ownObjects } from './own-objects.ts'
import { relationQueries } from './relation-queries.ts'
import { routineQueries } from './routine-queries.ts'

/** Settings that change how the server words a definition; with an empty search path every name is qualified. */
const WORDING = `
  select set_config('search_path', '', true), set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true),
    set_config('intervalstyle', 'postgres', true), set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
    set_config('quote_all_identifiers', 'off', true), set_config('standard_conforming_strings', 'on', true)`

const COLUMN_ORDER = `
  select 'table ' || n.nspname || '.' || c.relname as key,
    string_agg(quote_ident(a.attname), ',' order by a.attnum) as description
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')
  group by 1`

/** The live catalog, read in one snapshot. Version 1 of the description: any change of a query here needs a new number. */
export async function readCatalog(session: Session): Promise<Catalog> {
  return session.transaction(async () => {
    await session.exec('set transaction isolation level repeatable read read only')
    await session.query(WORDING)
    const server = await serverMajor(session)
    const own = await ownObjects(session)
    const queries = [...Object.values(relationQueries), ...Object.values(routineQueries)].map(own)
    const objects = await read(session, queries)
    return { version: 1, server, objects, order: await read(session, [own(COLUMN_ORDER)]) }
  })
}

export async function serverMajor(session: Session): Promise<string> {
  const [row] = await session.query(`select (current_setting('server_version_num')::int / 10000)::text as major`)
  return text(row, 'major')
}

async function read(session: Session, queries: readonly string[]): Promise<Record<string, string>> {
  const rows = await session.query(queries.map((query) => `(${query})`).join('\nunion all\n'))
  const pairs = rows.map((row): [string, string] => [text(row, 'key'), text(row, 'description')])
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
}
