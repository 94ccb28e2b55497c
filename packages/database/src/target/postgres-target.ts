import type { Snapshot, Target, TargetDatabase } from '@stagecoach/core'
import { withPlainErrors } from '../engine/plain-errors.ts'
import { describeUrl, openPostgres } from '../engine/postgres-session.ts'
import { openDatabase } from '../open-database.ts'
import type { DatabasesOptions } from '../options.ts'
import { databaseOf } from '../provision/postgres-provision.ts'
import { listDatabases } from '../snapshot/list-databases.ts'
import type { Workbench } from '../runner/workbench.ts'
import { takeAdvisoryLock, type AdvisoryLock } from './advisory-lock.ts'
import { requirePublic } from './default-schema.ts'
import { SESSION_SETTINGS } from './session-settings.ts'
import { targetDatabase } from './target-database.ts'

/** An environment's database on a server, over a direct connection. */
export async function openPostgresTarget(target: Target, options: DatabasesOptions): Promise<TargetDatabase> {
  const session = await openPostgres(target.url, { showValues: options.showValues, settings: SESSION_SETTINGS })
  try {
    await requirePublic(session, describeUrl(target.url))
  } catch (error) {
    await session.close()
    throw error
  }
  const bench: Workbench = { session, fenced: true, patience: options }
  let lock: AdvisoryLock | undefined
  const close = async (): Promise<void> => {
    await lock?.release()
    await session.close().catch(() => undefined)
  }
  const take: TargetDatabase['lock'] = async (wait) => {
    if (lock !== undefined) return 'locked'
    const taken = await takeAdvisoryLock(target.url, wait, options.sleep)
    if (taken === 'busy') return 'busy'
    lock = taken
    return 'locked'
  }
  const reach = (): Promise<Workbench> => Promise.resolve(bench)
  const base = targetDatabase(openDatabase(reach, close), reach, take)
  const snapshots = (): Promise<Snapshot[]> => listDatabases(session, databaseOf(target.url))
  return withPlainErrors(describeUrl(target.url), { ...base, snapshots })
}
