import { StagecoachError, type Snapshots, type SnapshotHolder, type Target } from '@stagecoach/core'
import { openPostgres } from '../engine/postgres-session.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { DatabasesOptions } from '../options.ts'
import { cloneDatabase, dropDatabase } from '../provision/clone-database.ts'
import { giveTraits, TraitTrouble } from '../provision/database-traits.ts'
import { databaseOf, findDatabase, inDatabase, prefixOf, sweep } from '../provision/postgres-provision.ts'
import { refuseAttached } from '../provision/refuse-attached.ts'
import { withDatabase } from '../provision/scratch-role.ts'
import { swapDatabases } from '../provision/swap-databases.ts'
import { quoteName } from '../sql/quote.ts'
import { listDatabases } from './list-databases.ts'
import { hasBegunHere, missing, overtaken, takeOver } from './own-copy.ts'
import { snapshotName } from './snapshot-name.ts'

/** An environment's database, seen from another one on its server. */
interface Place {
  admin: Session
  name: string
  /** Object id. */
  oid: string
  target: Target
  options: DatabasesOptions
}

/**
 * Copies as databases on the same server, closed to connections. Taking one needs CREATEDB and the ownership of the database, and cuts
 * its connections off for as long as the files are copied. Bringing one back is two renames in one transaction, so that whoever is
 * killed leaves a whole database under the name.
 */
export function postgresSnapshots(options: DatabasesOptions): Snapshots {
  return {
    take: (target, holder) => beside(target, options, (place) => take(place, holder)),
    restore: (target, of, holder) => beside(target, options, (place) => restore(place, of, holder)),
    // Whoever looks for the database opens it again.
    mend: (target) => beside(target, options, () => Promise.resolve()),
    drop: (target) =>
      beside(target, options, async ({ admin, name }) => {
        const all = await listDatabases(admin, name)
        for (const each of all) await dropDatabase(admin, each.name)
        return all.map((each) => each.operation)
      }),
  }
}

async function beside<T>(target: Target, options: DatabasesOptions, work: (place: Place) => Promise<T>): Promise<T> {
  const name = databaseOf(target.url)
  const maintenance = name === 'postgres' ? 'template1' : 'postgres'
  const admin = await openPostgres(withDatabase(target.url, maintenance), { showValues: options.showValues, settings: {} })
  try {
    const oid = await findDatabase(admin, name)
    if (oid === undefined) throw refused(name, 'it is not there')
    return await work({ admin, name, oid, target, options })
  } catch (error) {
    throw error instanceof SqlTrouble ? refused(name, `${error.message} [${error.sqlstate}]`, error) : error
  } finally {
    await admin.close().catch(() => undefined)
  }
}

async function take(place: Place, holder: SnapshotHolder): Promise<'taken' | 'kept' | 'late'> {
  const { admin, name, target, options } = place
  const begun = await inDatabase(target.url, name, options, (session) => hasBegunHere(session, holder))
  const there = await listDatabases(admin, name)
  if (begun) return there.some((each) => each.operation === holder.operation) ? 'kept' : 'late'
  await sweep(admin, name, holder.fence)
  const draft = `${prefixOf(name)}${String(holder.fence)}_new`
  await copyAlone(place, draft)
  // A holder that slept before it copied may have the work of a newer one in its copy.
  if (await inDatabase(target.url, draft, options, (session) => hasBegunHere(session, holder))) {
    await dropDatabase(admin, draft)
    throw overtaken(holder.fence, 'another holder of the lease')
  }
  for (const each of there.filter((one) => one.operation === holder.operation)) await dropDatabase(admin, each.name)
  const whole = snapshotName(name, { operation: holder.operation, at: new Date() })
  await admin.exec(`alter database ${quoteName(draft)} allow_connections false`)
  await admin.exec(`alter database ${quoteName(draft)} rename to ${quoteName(whole)}`)
  for (const each of there.filter((one) => one.operation !== holder.operation)) await dropDatabase(admin, each.name)
  return 'taken'
}

/** CREATE DATABASE copies only what nobody is connected to: people and pools are kept out meanwhile, whatever happens. */
async function copyAlone({ admin, name, oid, options }: Place, draft: string): Promise<void> {
  await admin.exec(`alter database ${quoteName(name)} allow_connections false`)
  try {
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datid = $1::oid', [oid])
    await cloneDatabase(admin, draft, name, options)
  } finally {
    await admin.exec(`alter database ${quoteName(name)} allow_connections true`)
  }
}

async function restore(place: Place, of: string, holder: SnapshotHolder): Promise<'restored' | 'kept'> {
  const { admin, name, oid, target, options } = place
  const done = await inDatabase(target.url, name, options, (session) => hasBegunHere(session, holder))
  await sweep(admin, name, holder.fence)
  if (done) return 'kept'
  const copy = (await listDatabases(admin, name)).find((each) => each.operation === of)
  if (copy === undefined) throw missing(of)
  await admin.exec(`alter database ${quoteName(copy.name)} allow_connections true`)
  await inDatabase(target.url, copy.name, options, (session) => takeOver(session, holder))
  await giveTraits(admin, name, copy.name)
  await refuseAttached(admin, name)
  const old = `${prefixOf(name)}${String(holder.fence)}_old`
  await swapDatabases(admin, { name, oid, fresh: copy.name, old }, holder, options)
  await dropDatabase(admin, old)
  return 'restored'
}

function refused(name: string, why: string, cause?: SqlTrouble): StagecoachError {
  return new StagecoachError('snapshot-refused', `Database "${name}" can neither be copied nor brought back: ${why}`, {
    hint:
      cause instanceof TraitTrouble
        ? cause.hint
        : 'The role of the URL needs CREATEDB, must own the database, may connect to "postgres", and may end the sessions of others there (`pg_signal_backend`). Or take `snapshot` out of the environment.',
    ...(cause === undefined ? {} : { cause }),
  })
}
