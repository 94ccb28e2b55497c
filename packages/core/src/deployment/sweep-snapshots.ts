import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { Room } from '../ports/runtime.ts'
import { mainDatabase } from './load.ts'
import { resolvedTarget } from './resolved-target.ts'
import type { OpenTargets } from './target.ts'

/** Drops the copies of an environment whose configuration asks for none any more. One that cannot be dropped stops nothing. */
export async function sweepSnapshots(
  { host }: Room,
  environment: Environment,
  { main: open }: Pick<OpenTargets, 'main'>,
): Promise<void> {
  const main = mainDatabase(environment)
  if (environment.snapshot || open === undefined || main === undefined) return
  try {
    if ((await open.snapshots()).length === 0) return
    const dropped = await host.databases.snapshots.drop(resolvedTarget(host, environment, main))
    host.progress(`dropped ${String(dropped.length)} snapshots, which ${environment.name} is not configured to keep any more`)
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    host.warn(`Snapshots of ${environment.name} that nobody asks for any more stay: ${error.message}`)
  }
}
