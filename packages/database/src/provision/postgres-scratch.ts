import { StagecoachError, type ScratchDatabase, type ScratchOrigin } from '@stagecoach/core'
import { openPostgres } from '../engine/postgres-session.ts'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { withPlainErrors } from '../engine/plain-errors.ts'
import { openDatabase } from '../open-database.ts'
import type { DatabasesOptions } from '../options.ts'
import { quoteName } from '../sql/quote.ts'
import { SESSION_SETTINGS } from '../target/session-settings.ts'
import { replayScripts } from './replay-scripts.ts'
import { cloneDatabase, dropDatabase } from './clone-database.ts'
import { isLeftover, scratchName } from './scratch-name.ts'
import { makeScratchRole, type ScratchRole } from './scratch-role.ts'

/**
 * A database of its own on the server of `origin.url`, cloned from the template or empty, dropped on close. The login role needs
 * CREATEDB; a superuser makes a role without privileges for it (see scratch-role.ts). Errors: `scratch-refused`, `template-busy`.
 */
export async function openPostgresScratch(origin: ScratchOrigin, options: DatabasesOptions): Promise<ScratchDatabase> {
  const admin = await openPostgres(origin.url, { showValues: options.showValues, settings: {} })
  const name = scratchName(Date.now())
  const made: { role?: ScratchRole } = {}
  const remove = async (): Promise<void> => {
    await dropDatabase(admin, name)
    await made.role?.drop()
    await admin.close()
  }
  try {
    await sweep(admin)
    await cloneDatabase(admin, name, origin.template, options).catch((error: unknown) => {
      throw error instanceof SqlTrouble ? refused(error, origin.template) : error
    })
    const role = await makeScratchRole(admin, origin.url, name)
    made.role = role
    const session = await openPostgres(role.url, {
      showValues: options.showValues,
      settings: SESSION_SETTINGS,
      ...(role.actAs !== undefined && { role: role.actAs }),
    })
    const bench = { session, fenced: false, patience: options }
    const close = async (): Promise<void> => {
      await session.close().catch(() => undefined)
      await remove()
    }
    return {
      ...withPlainErrors(
        `scratch database "${name}"`,
        openDatabase(() => Promise.resolve(bench), close),
      ),
      place: name,
      replay: (scripts, schema) => replayScripts(session, scripts, schema),
    }
  } catch (error) {
    await remove().catch(() => undefined)
    throw error
  }
}

function refused(trouble: SqlTrouble, template: string | undefined): StagecoachError {
  if (trouble.sqlstate === '55006') {
    return new StagecoachError('template-busy', `Template database "${template ?? ''}" is in use and cannot be cloned.`, {
      hint: 'Keep a template that nobody connects to: `alter database … with is_template true allow_connections false`.',
      cause: trouble,
    })
  }
  return new StagecoachError(
    'scratch-refused',
    `The server does not make a scratch database: ${trouble.message} [${trouble.sqlstate}]`,
    {
      hint: 'The role of the URL needs CREATEDB, and must own the template unless that is marked `is_template`.',
      cause: trouble,
    },
  )
}

/** What killed runs left, older than an hour. Another run may be sweeping, too. */
async function sweep(admin: Session): Promise<void> {
  const rows = await admin.query(`select datname::text as name from pg_database where datname like 'stagecoach\\_scratch\\_%'`)
  for (const name of rows.map((row) => text(row, 'name'))) {
    if (isLeftover(name, Date.now())) await dropDatabase(admin, name).catch(() => undefined)
  }
  const roles = await admin.query(`select rolname::text as name from pg_roles where rolname like 'stagecoach\\_scratch\\_%'`)
  for (const name of roles.map((row) => text(row, 'name'))) {
    if (isLeftover(name, Date.now())) await admin.exec(`drop role if exists ${quoteName(name)}`).catch(() => undefined)
  }
}
