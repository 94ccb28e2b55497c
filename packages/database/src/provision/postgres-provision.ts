import { StagecoachError, type ProvisionOrigin } from '@stagecoach/core'
import { createHash } from 'node:crypto'
import { openPostgres } from '../engine/postgres-session.ts'
import { text, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { DatabasesOptions } from '../options.ts'
import type { Holder } from '../runner/fence.ts'
import { quoteName } from '../sql/quote.ts'
import { SESSION_SETTINGS } from '../target/session-settings.ts'
import { cloneDatabase, dropDatabase } from './clone-database.ts'
import { giveTraits, TraitTrouble } from './database-traits.ts'
import { withDatabase } from './scratch-role.ts'
import { refuseAttached } from './refuse-attached.ts'
import { askWhetherItMayGo, isSettled, settle } from './settle.ts'
import { swapDatabases } from './swap-databases.ts'

/**
 * Puts a settled clone of the template in the place of the environment's database: cloned under another name, given the owner, rights and
 * settings of the one that goes, then both renamed in one transaction, so that whoever is killed leaves a whole database under the name.
 * Needs a role with CREATEDB that owns the database. Errors: `fenced`, `template-busy`, `provision-refused`, `database-unreachable`.
 */
export async function provisionPostgres(
  origin: ProvisionOrigin,
  holder: Holder,
  mayGo: (operation: string) => void,
  options: DatabasesOptions,
): Promise<'provisioned' | 'kept'> {
  const name = databaseOf(origin.url)
  if (name === origin.template) throw ownTemplate(name)
  const maintenance = name === 'postgres' ? 'template1' : 'postgres'
  const admin = await openPostgres(withDatabase(origin.url, maintenance), { showValues: options.showValues, settings: {} })
  try {
    return await replace(admin, { ...origin, name, mayGo }, holder, options)
  } catch (error) {
    throw error instanceof SqlTrouble ? refused(error, name, origin.template) : error
  } finally {
    await admin.close().catch(() => undefined)
  }
}

async function replace(
  admin: Session,
  { name, url, template, mayGo }: ProvisionOrigin & { name: string; mayGo: (operation: string) => void },
  holder: Holder,
  options: DatabasesOptions,
): Promise<'provisioned' | 'kept'> {
  const oid = await findDatabase(admin, name)
  const look = async (session: Session): Promise<boolean> => {
    await askWhetherItMayGo(session, mayGo)
    return isSettled(session, holder)
  }
  const kept = oid !== undefined && (await inDatabase(url, name, options, look))
  await sweep(admin, name, holder.fence)
  if (kept) return 'kept'
  await refuseAttached(admin, name)
  const fresh = `${prefixOf(name)}${String(holder.fence)}_new`
  await cloneDatabase(admin, fresh, template, options, await ownTablespace(admin, name, template))
  await inDatabase(url, fresh, options, (session) => settle(session, holder))
  await giveTraits(admin, name, fresh).catch(async (error: unknown) => {
    await dropDatabase(admin, fresh).catch(() => undefined)
    throw error
  })
  const old = `${prefixOf(name)}${String(holder.fence)}_old`
  await swapDatabases(admin, { name, oid, fresh, old }, holder, options)
  await dropDatabase(admin, old)
  return 'provisioned'
}

/** Its object id. One that a killed run had closed to connections is opened again. */
export async function findDatabase(admin: Session, name: string): Promise<string | undefined> {
  const [row] = await admin.query('select oid::text as oid, datallowconn as open from pg_database where datname = $1', [name])
  if (row === undefined) return undefined
  if (!truth(row, 'open')) await admin.exec(`alter database ${quoteName(name)} allow_connections true`)
  return text(row, 'oid')
}

/** Where the files of the one that goes are, when those of its template lie elsewhere: to name a tablespace needs a right on it. */
async function ownTablespace(admin: Session, name: string, template: string): Promise<string | undefined> {
  const [row] = await admin.query(
    `select spcname::text as name from pg_database d join pg_tablespace s on s.oid = d.dattablespace
     where d.datname = $1 and d.dattablespace <> (select dattablespace from pg_database where datname = $2)`,
    [name, template],
  )
  return row === undefined ? undefined : text(row, 'name')
}

/** What killed runs of this or an older holder left of this database. */
export async function sweep(admin: Session, name: string, fence: number): Promise<void> {
  const prefix = prefixOf(name)
  const rows = await admin.query('select datname::text as name from pg_database where starts_with(datname::text, $1)', [prefix])
  for (const left of rows.map((row) => text(row, 'name'))) {
    if (Number.parseInt(left.slice(prefix.length), 10) <= fence) await dropDatabase(admin, left)
  }
}

/** Names of databases are 63 bytes long at most, so that of the environment's own cannot be part of it. */
export function prefixOf(name: string): string {
  return `stagecoach_reset_${createHash('sha256').update(name).digest('hex').slice(0, 12)}_`
}

export async function inDatabase<T>(
  url: string,
  database: string,
  { showValues }: DatabasesOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openPostgres(withDatabase(url, database), { showValues, settings: SESSION_SETTINGS })
  return work(session).finally(() => session.close().catch(() => undefined))
}

/** As libpq has it: without a name the database is called as the user. */
export function databaseOf(url: string): string {
  const { pathname, username } = new URL(url)
  return decodeURIComponent(pathname.slice(1) || username)
}

function ownTemplate(name: string): StagecoachError {
  return new StagecoachError('provision-refused', `Database "${name}" is its own template.`, {
    hint: 'Name another database in `template`: a production-like one that no environment uses.',
  })
}

function refused(trouble: SqlTrouble, name: string, template: string): StagecoachError {
  const hint = trouble instanceof TraitTrouble ? trouble.hint : undefined
  const busy = trouble.sqlstate === '55006'
  return new StagecoachError(
    busy ? 'template-busy' : 'provision-refused',
    `Database "${name}" cannot be made anew from "${template}": ${trouble.message} [${trouble.sqlstate}]`,
    {
      hint:
        hint ??
        (busy
          ? 'Keep a template that nobody connects to: `alter database … with is_template true allow_connections false`.'
          : 'The role of the URL needs CREATEDB, must own the database, may connect to "postgres", ends sessions of other roles as a member of pg_signal_backend, and owns the template unless that is marked `is_template`; or write a `provision` command.'),
      cause: trouble,
    },
  )
}
