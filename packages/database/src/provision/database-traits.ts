import { integer, text, textOrNothing, truth } from '../engine/row.ts'
import type { Row, Session } from '../engine/session.ts'
import { quoteName } from '../sql/quote.ts'

/** Settings whose stored value is a list of quoted names (pg_dump: variable_is_guc_list_quote); every other value is one text. */
const NAME_LISTS = new Set(['search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries'])

/**
 * Statements that give the database `to` what a clone does not bring along and `from` has: owner, rights, connection limit, comment, settings
 * for everybody and for single roles. `to` exists already; the owner comes first, since only an owner may say the rest.
 */
export async function traitStatements(admin: Session, from: string, to: string): Promise<string[]> {
  const [row] = await admin.query(
    `select oid::text as oid, pg_get_userbyid(datdba)::text as owner, datdba = (select oid from pg_roles where rolname = current_user) as own,
       datconnlimit as connections, datacl is not null as granted, shobj_description(oid, 'pg_database') as comment
     from pg_database where datname = $1`,
    [from],
  )
  if (row === undefined) return []
  const database = quoteName(to)
  const comment = textOrNothing(row, 'comment')
  return [
    ...(truth(row, 'own') ? [] : [`alter database ${database} owner to ${quoteName(text(row, 'owner'))}`]),
    `alter database ${database} connection limit ${String(integer(row, 'connections'))}`,
    ...(comment === undefined ? [] : [`comment on database ${database} is ${quoteText(comment)}`]),
    ...(truth(row, 'granted') ? await grants(admin, text(row, 'oid'), database) : []),
    ...(await settings(admin, text(row, 'oid'), database)),
  ]
}

async function grants(admin: Session, oid: string, database: string): Promise<string[]> {
  const rows = await admin.query(
    `select case grantee when 0 then null else pg_get_userbyid(grantee)::text end as grantee, privilege_type as privilege, is_grantable as grantable
     from pg_database, aclexplode(datacl) where oid = $1::oid and grantee <> datdba order by 1, 2`,
    [oid],
  )
  const grant = (row: Row): string => {
    const to = textOrNothing(row, 'grantee')
    const option = truth(row, 'grantable') ? ' with grant option' : ''
    return `grant ${text(row, 'privilege')} on database ${database} to ${to === undefined ? 'public' : quoteName(to)}${option}`
  }
  return [`revoke all on database ${database} from public`, ...rows.map(grant)]
}

async function settings(admin: Session, oid: string, database: string): Promise<string[]> {
  const rows = await admin.query(
    `select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value,
       case setrole when 0 then null else pg_get_userbyid(setrole)::text end as role
     from pg_db_role_setting, unnest(setconfig) as setting where setdatabase = $1::oid order by 3, 1`,
    [oid],
  )
  return rows.map((row) => {
    const role = textOrNothing(row, 'role')
    const name = text(row, 'name')
    const value = NAME_LISTS.has(name) ? text(row, 'value') : quoteText(text(row, 'value'))
    const where = role === undefined ? `alter database ${database}` : `alter role ${quoteName(role)} in database ${database}`
    return `${where} set ${quoteName(name)} = ${value === '' ? "''" : value}`
  })
}

function quoteText(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`
  return value.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}
