import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { viewHistory } from '../ledger/history.ts'
import type { TargetDatabase } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import { mainDatabase } from './load.ts'
import { refuseStrange } from './refuse-strange.ts'

/** The databases of an environment, opened and locked by this holder of the lease. */
export interface OpenTargets {
  /** The one that packages migrate; undefined in an environment without database. */
  main: TargetDatabase | undefined
  all: ReadonlyMap<string, TargetDatabase>
  close(): Promise<void>
}

const lockWait = 60_000

/** Who opens them: the holder of the lease, and whether a reset made them anew just before. */
export interface Opener {
  fence: number
  operation: string
  reset?: boolean
}

/** Opens every database of the environment and takes its lock. Once each is known for the environment's own, raises their fences, so that an older holder can write no more.
 *  @throws StagecoachError `database-busy`, `database-unreachable`, `database-of-another`, `drift`, `fenced`, `env-missing` */
export async function openTargets(host: Host, environment: Environment, opener: Opener): Promise<OpenTargets> {
  const urls = host.secrets.resolve(
    Object.fromEntries(Object.entries(environment.databases).map(([name, database]) => [name, database.url])),
  )
  const all = new Map<string, TargetDatabase>()
  const close = async (): Promise<void> => {
    for (const database of all.values()) await database.close()
  }
  try {
    for (const [name, { engine }] of Object.entries(environment.databases)) {
      const database = await host.databases.open({ name, environment: environment.name, engine, url: urls[name] ?? '' })
      all.set(name, database)
      if ((await database.lock(lockWait)) === 'busy') throw busy(environment.name, name)
    }
    // Under the lease, and as new as that: what another run recorded since this one looked is no stranger.
    const view = viewHistory(await host.ledger.latest())
    for (const [name, database] of all) await refuseStrange(view, environment, name, database, opener)
    for (const database of all.values()) {
      await database.prepare()
      await database.raiseFence(opener.fence, opener.operation)
    }
  } catch (error) {
    await close()
    throw error
  }
  const main = mainDatabase(environment)
  return { main: main === undefined ? undefined : all.get(main.name), all, close }
}

function busy(environment: string, name: string): StagecoachError {
  return new StagecoachError(
    'database-busy',
    `The database '${name}' of ${environment} is locked by another session for more than a minute.`,
    {
      hint: 'Look for a deployment that still runs, or a session that holds the advisory lock of Stagecoach, and run this again.',
    },
  )
}
