import { mainDatabase } from '../deployment/load.ts'
import { StagecoachError } from '../error.ts'
import type { Environment } from '../config/config.ts'
import type { TargetDatabase } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'

/** Opens the database that packages migrate to look at it: no lock, no fence, nothing of ours is made there. Undefined where the environment has none, or its secret is not here.
 *  @throws StagecoachError `database-unreachable`, `database-busy`, `database-missing` */
export async function lookAtTargets<T>(
  host: Pick<Host, 'databases' | 'secrets'>,
  environment: Environment,
  look: (main: TargetDatabase | undefined) => Promise<T>,
): Promise<T | 'no-secret'> {
  const main = mainDatabase(environment)
  if (main === undefined) return look(undefined)
  const url = resolved(host, main.database.url)
  if (url === undefined) return 'no-secret'
  const { engine, url: at } = main.database
  const database = await host.databases.open({ name: main.name, environment: environment.name, engine, url, look: { at } })
  try {
    return await look(database)
  } finally {
    await database.close()
  }
}

function resolved({ secrets }: Pick<Host, 'secrets'>, url: string): string | undefined {
  try {
    return secrets.resolve({ url })['url']
  } catch (error) {
    if (error instanceof StagecoachError && error.code === 'env-missing') return undefined
    throw error
  }
}
