import type { Environment } from '../config/config.ts'
import type { Target } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import type { mainDatabase } from './load.ts'

/** Where a database of an environment is, with its secret.
 *  @throws StagecoachError `env-missing` */
export function resolvedTarget(
  { secrets }: Pick<Host, 'secrets'>,
  environment: Environment,
  { name, database: { engine, url } }: NonNullable<ReturnType<typeof mainDatabase>>,
): Target {
  return { name, environment: environment.name, engine, url: secrets.resolve({ url })['url'] ?? '' }
}
