import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/** Neither the system's nor Stagecoach's. plpgsql is in every database, and what it made is in a schema of the system. */
const OWN = `
  select coalesce(array_agg(n.oid), '{}')::text as schemas,
    exists (select from pg_extension e where e.extname <> 'plpgsql') as extended
  from pg_namespace n where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'stagecoach')`

/**
 * Makes of `$own(schema oid, object oid, 'catalog')` in a query: not of the system, not of Stagecoach, not made by an extension.
 * The schemas are asked for once and named by their numbers: a query that looks them up for each object takes about twice as long.
 * They hold for the transaction that asks.
 */
export async function ownObjects(session: Session): Promise<(query: string) => string> {
  const [row] = await session.query(OWN)
  const schemas = text(row, 'schemas')
  const extended = row?.['extended'] === true
  return (query) =>
    query.replace(/\$own\((\S+), (\S+), '(\w+)'\)/g, (_all, schema: string, oid: string, catalog: string) =>
      extended ? `(${schema} = any ('${schemas}') and not ${madeByExtension(oid, catalog)})` : `${schema} = any ('${schemas}')`,
    )
}

function madeByExtension(oid: string, catalog: string): string {
  return `exists (select 1 from pg_depend x where x.classid = '${catalog}'::regclass and x.objid = ${oid} and x.deptype = 'e')`
}
