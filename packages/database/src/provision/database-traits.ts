import { integer, text, textOrNothing, truth } from '../engine/row.ts'
import type { Row, Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { quoteName, quoteText } from '../sql/quote.ts'

/** Settings whose stored value is a list of quoted names (pg_dump: variable_is_guc_list_quote); every other value is one text. */
const NAME_LISTS = new Set(['search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries'])

/** What one database is to have of another, in words and as a statement, and what helps a role that may not give it. */
interface Trait {
  what: string
  sql: string
  way: string
}

/** The role of the URL may not give a trait; says which, and the way out. */
export class TraitTrouble extends SqlTrouble {
  readonly hint: string

  constructor(role: string, { what, way }: Trait, { sqlstate, message }: SqlTrouble) {
    super(sqlstate, `the role ${quoteName(role)} cannot give the new one ${what}: ${message}`)
    this.hint = way
  }
}

/**
 * Gives the database `to` what a clone does not bring along and `from` has: owner, rights, connection limit, comment, settings for
 * everybody and for single roles. `to` exists already; the owner comes first, since only an owner may say the rest. Errors: `SqlTrouble`.
 */
export async function giveTraits(admin: Session, from: string, to: string): Promise<void> {
  const [row] = await admin.query('select current_user::text as role')
  const role = text(row, 'role')
  for (const trait of await traitsOf(admin, { from, to, role })) {
    try {
      await admin.exec(trait.sql)
    } catch (error) {
      // insufficient_privilege
      throw error instanceof SqlTrouble && error.sqlstate === '42501' ? new TraitTrouble(role, trait, error) : error
    }
  }
}

async function traitsOf(admin: Session, { from, to, role }: Record<'from' | 'to' | 'role', string>): Promise<Trait[]> {
  const [row] = await admin.query(
    `select oid::text as oid, pg_get_userbyid(datdba)::text as owner, datdba = (select oid from pg_roles where rolname = current_user) as own,
       datconnlimit as connections, datacl is not null as granted, shobj_description(oid, 'pg_database') as comment
     from pg_database where datname = $1`,
    [from],
  )
  if (row === undefined) return []
  const database = quoteName(to)
  const comment = textOrNothing(row, 'comment')
  const owner = quoteName(text(row, 'owner'))
  const way = `Let it act as the owner: \`grant ${owner} to ${quoteName(role)}\`.`
  const said = [
    `alter database ${database} connection limit ${String(integer(row, 'connections'))}`,
    ...(comment === undefined ? [] : [`comment on database ${database} is ${quoteText(comment)}`]),
    ...(truth(row, 'granted') ? await grants(admin, text(row, 'oid'), database) : []),
  ]
  return [
    ...(truth(row, 'own') ? [] : [{ what: `its owner ${owner}`, sql: `alter database ${database} owner to ${owner}`, way }]),
    ...said.map((sql) => ({ what: 'its rights, limit or comment', sql, way })),
    ...(await settings(admin, text(row, 'oid'), { from: quoteName(from), to: database, role: quoteName(role) })),
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

async function settings(admin: Session, oid: string, names: Record<'from' | 'to' | 'role', string>): Promise<Trait[]> {
  const rows = await admin.query(
    `select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value,
       case setrole when 0 then null else pg_get_userbyid(setrole)::text end as role
     from pg_db_role_setting, unnest(setconfig) as setting where setdatabase = $1::oid order by 3, 1`,
    [oid],
  )
  return rows.map((row) => settingTrait(row, names))
}

function settingTrait(row: Row, { from, to, role }: Record<'from' | 'to' | 'role', string>): Trait {
  const whose = textOrNothing(row, 'role')
  const name = quoteName(text(row, 'name'))
  const value = text(row, 'value')
  const given = NAME_LISTS.has(text(row, 'name')) ? listed(value) : quoteText(value)
  const where = (database: string): string =>
    whose === undefined ? `alter database ${database}` : `alter role ${quoteName(whose)} in database ${database}`
  const allow =
    whose === undefined
      ? `As a superuser let it: \`grant set on parameter ${name} to ${role}\` (PostgreSQL 15 and later)`
      : 'Give it the right to change that role (CREATEROLE, from PostgreSQL 16 on with the role granted WITH ADMIN OPTION)'
  return {
    what: `its setting ${name}${whose === undefined ? '' : ` for the role ${quoteName(whose)}`}`,
    sql: `${where(to)} set ${name} = ${given}`,
    way: `${allow}; or take the setting away: \`${where(from)} reset ${name}\`.`,
  }
}

/** The stored list has double quotes around some names; an empty one (`""`) is no identifier, so each comes as a text. */
function listed(value: string): string {
  const names = [...value.matchAll(/"((?:[^"]|"")*)"|[^\s,]+/g)].map(([all, quoted]) => quoted?.replaceAll('""', '"') ?? all)
  return names.length === 0 ? "''" : names.map(quoteText).join(', ')
}
