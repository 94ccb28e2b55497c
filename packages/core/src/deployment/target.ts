import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { TargetDatabase } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import { mainDatabase } from './load.ts'

/** The databases of an environment, opened and locked by this holder of the lease. */
export interface OpenTargets {
  /** The one that packages migrate; undefined in an environment without database. */
  main: TargetDatabase | undefined
  all: ReadonlyMap<string, TargetDatabase>
  close(): Promise<void>
}

const lockWait = 60_000

/** Opens every database of the environment, takes its lock and raises its fence, so that an older holder can write no more.
 *  @throws StagecoachError `database-busy`, `database-unreachable`, `fenced`, `env-missing` */
export async function openTargets(host: Host, environment: Environment, fence: number, operation: string): Promise<OpenTargets> {
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
      await database.prepare()
      await database.raiseFence(fence, operation)
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
