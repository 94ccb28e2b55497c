import type { Environment, Host, TargetDatabase } from '@stagecoach/core'

export interface OpenedDatabases {
  all: ReadonlyMap<string, TargetDatabase>
  close(): Promise<void>
}

/** Opens every database of an environment to look at it: no lock, no fence, no schema of ours is made.
 *  @throws StagecoachError `env-missing`, `database-unreachable`, at first use `database-missing` */
export async function openDatabasesOf(
  { databases, secrets }: Pick<Host, 'databases' | 'secrets'>,
  environment: Environment,
): Promise<OpenedDatabases> {
  const entries = Object.entries(environment.databases)
  const urls = secrets.resolve(Object.fromEntries(entries.map(([name, { url }]) => [name, url])))
  const all = new Map<string, TargetDatabase>()
  const close = async (): Promise<void> => {
    for (const database of all.values()) await database.close()
  }
  try {
    for (const [name, { engine, url: at }] of entries) {
      all.set(name, await databases.open({ name, environment: environment.name, engine, url: urls[name] ?? '', look: { at } }))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { all, close }
}
