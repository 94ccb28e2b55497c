import { randomBytes } from 'node:crypto'
import { openPostgres } from '../engine/postgres-session.ts'
import { text, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { quoteName } from '../sql/quote.ts'

/** Who the scratch database belongs to, and how to connect to it. */
export interface ScratchRole {
  url: string
  /** Role to act as when the login role itself has to be used. */
  actAs?: string
  drop(): Promise<void>
}

/**
 * Migrations of a feature nobody has approved yet run on the scratch database. When the URL's role is a superuser, a login role of the
 * same name as the database, without any privilege and with a random password, becomes its owner and the owner of all in it. Where
 * that role cannot log in (pg_hba.conf), the session acts as it with SET ROLE, which a hostile script could undo. A URL whose role
 * is no superuser is used as it is.
 */
export async function makeScratchRole(admin: Session, url: string, database: string): Promise<ScratchRole> {
  const own = withDatabase(url, database)
  const [row] = await admin.query(`select rolsuper as super from pg_roles where rolname = current_user`)
  if (!truth(row, 'super')) return { url: own, drop: () => Promise.resolve() }
  const password = randomBytes(24).toString('hex')
  await admin.exec(
    `create role ${quoteName(database)} login nosuperuser nocreatedb nocreaterole noreplication password '${password}'`,
  )
  const drop = (): Promise<void> => admin.exec(`drop role if exists ${quoteName(database)}`)
  try {
    await admin.exec(`alter database ${quoteName(database)} owner to ${quoteName(database)}`)
    await handOver(own, database)
    const restricted = withLogin(own, database, password)
    return (await canConnect(restricted)) ? { url: restricted, drop } : { url: own, actAs: database, drop }
  } catch (error) {
    await drop().catch(() => undefined)
    throw error
  }
}

/** REASSIGN OWNED refuses objects of the bootstrap superuser, so each object is handed over by itself. */
const HAND_OVER = `
  with own as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
  loose (classid, oid) as (select classid, objid from pg_depend where deptype in ('e', 'i', 'a') and refclassid <> 'pg_namespace'::regclass)
  select format('alter schema %I owner to %I', nspname, $1::text) as sql, 0 as rank from own
  union all
  select format('alter %s %I.%I owner to %I', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
      when 'f' then 'foreign table' else 'table' end, n.nspname, c.relname, $1::text), 1
  from pg_class c join own n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not (c.relkind = 'S' and exists
    (select 1 from loose l where l.classid = 'pg_class'::regclass and l.oid = c.oid))
    and not exists (select 1 from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
  union all
  select format('alter routine %I.%I(%s) owner to %I', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), $1::text), 2
  from pg_proc p join own n on n.oid = p.pronamespace
  where p.prokind <> 'a' and not exists (select 1 from loose l where l.classid = 'pg_proc'::regclass and l.oid = p.oid)
  union all
  select format('alter aggregate %I.%I(%s) owner to %I', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), $1::text), 2
  from pg_proc p join own n on n.oid = p.pronamespace
  where p.prokind = 'a' and not exists (select 1 from loose l where l.classid = 'pg_proc'::regclass and l.oid = p.oid)
  union all
  select format('alter type %I.%I owner to %I', n.nspname, t.typname, $1::text), 3
  from pg_type t join own n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where t.typtype in ('e', 'd', 'r', 'c') and coalesce(c.relkind, 'c') = 'c'
    and not exists (select 1 from loose l where l.classid = 'pg_type'::regclass and l.oid = t.oid)
  order by rank`

async function handOver(url: string, role: string): Promise<void> {
  const session = await openPostgres(url, { showValues: false, settings: {} })
  try {
    const rows = await session.query(HAND_OVER, [role])
    await session.transaction(async () => {
      for (const row of rows) await session.exec(text(row, 'sql'))
    })
  } finally {
    await session.close()
  }
}

async function canConnect(url: string): Promise<boolean> {
  try {
    await (await openPostgres(url, { showValues: false, settings: {} })).close()
    return true
  } catch {
    return false
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.href
}

function withLogin(url: string, user: string, password: string): string {
  const changed = new URL(url)
  changed.username = user
  changed.password = password
  return changed.href
}
