import type { Catalog } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
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
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and c.relpersistence <> 't' and $own(n.oid, c.oid, 'pg_class')
  group by 1`

/** The live catalog, read in one snapshot. Version 1 of the description: any change of a query here needs a new number. */
export async function readCatalog(session: Session): Promise<Catalog> {
  return session.transaction(async () => {
    await session.exec('set transaction isolation level repeatable read read only')
    await session.query(WORDING)
    const server = await serverMajor(session)
    const objects = await read(session, [...Object.values(relationQueries), ...Object.values(routineQueries)])
    return { version: 1, server, objects, order: await read(session, [COLUMN_ORDER]) }
  })
}

export async function serverMajor(session: Session): Promise<string> {
  const [row] = await session.query(`select (current_setting('server_version_num')::int / 10000)::text as major`)
  return text(row, 'major')
}

async function read(session: Session, queries: readonly string[]): Promise<Record<string, string>> {
  const rows = await session.query(queries.map((query) => `(${ownOnly(query)})`).join('\nunion all\n'))
  const pairs = rows.map((row): [string, string] => [text(row, 'key'), text(row, 'description')])
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Replaces `$own(schema oid, object oid, 'catalog')`: not of the system, not of Stagecoach, not made by an extension. */
export function ownOnly(query: string): string {
  return query.replace(
    /\$own\((\S+), (\S+), '(\w+)'\)/g,
    (_all, schema: string, oid: string, catalog: string) => `(
      ${schema} not in (select s.oid from pg_namespace s
        where s.nspname ~ '^pg_' or s.nspname in ('information_schema', 'stagecoach'))
      and not exists (select 1 from pg_depend x
        where x.classid = '${catalog}'::regclass and x.objid = ${oid} and x.deptype = 'e'))`,
  )
}
