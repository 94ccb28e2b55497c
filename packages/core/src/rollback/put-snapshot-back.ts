import { mainDatabase } from '../deployment/load.ts'
import { openTargets, type OpenTargets } from '../deployment/target.ts'
import { resolvedTarget } from '../deployment/resolved-target.ts'
import type { Room } from '../ports/runtime.ts'
import type { Restoration } from './restore.ts'

/** Where the plan says so, the copy takes the database's place; for that everybody leaves it, and the targets are opened anew. Undefined for every other plan.
 *  @throws StagecoachError `snapshot-missing`, `snapshot-refused`, `fenced`, `database-busy` */
export async function putSnapshotBack(
  { host }: Room,
  { rollback, environment, fence, targets }: Pick<Restoration, 'rollback' | 'environment' | 'fence' | 'targets'>,
): Promise<OpenTargets | undefined> {
  const main = mainDatabase(environment)
  if (rollback.plan !== 'snapshot' || rollback.snapshot === undefined || main === undefined) return undefined
  await targets.close()
  const target = resolvedTarget(host, environment, main)
  const done = await host.databases.snapshots.restore(target, rollback.snapshot, { operation: rollback.operation, fence })
  host.progress(
    done === 'restored'
      ? `database ${main.name} is the copy from before operation ${rollback.snapshot}`
      : 'the copy was there already',
  )
  return openTargets(host, environment, { fence, operation: rollback.operation })
}
