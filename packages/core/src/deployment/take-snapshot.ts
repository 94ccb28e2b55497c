import { undoProof } from '../ledger/undo-proofs.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { planDatabase, planIsEmpty } from './database-plan.ts'
import { loadPackages, mainDatabase } from './load.ts'
import { resolvedTarget } from './resolved-target.ts'
import { openTargets } from './target.ts'
import type { DeploymentTask } from './task.ts'

/** Copies the database that packages migrate before a deployment changes it, where the configuration asks for that and a migration will run. Nobody may have it open then, so this comes before the targets are opened to be changed.
 *  @throws StagecoachError `snapshot-refused`, `fenced`, `database-busy`, `env-missing` */
export async function takeSnapshot(room: Room, world: World, task: DeploymentTask, fence: number): Promise<void> {
  const { host } = room
  const { environment, operation } = task
  const main = mainDatabase(environment)
  if (main === undefined || !environment.snapshot || !environment.disposable) return
  const target = resolvedTarget(host, environment, main)
  await host.databases.snapshots.mend(target)
  if (!(await runsMigrations(room, world, task, fence))) return
  host.progress(`copying database ${main.name} of ${environment.name}, to be able to go back`)
  const done = await host.databases.snapshots.take(target, { operation, fence })
  if (done === 'late')
    host.warn(`Operation ${operation} has begun to change ${environment.name} without a snapshot: none can be taken any more.`)
}

/** Raises the fence first, so that whoever held the lease before changes nothing while the copy is made. */
async function runsMigrations(
  { host }: Room,
  { view }: World,
  { environment, operation, packages }: DeploymentTask,
  fence: number,
): Promise<boolean> {
  const desired = await loadPackages(host, packages)
  const targets = await openTargets(host, environment, { fence, operation })
  try {
    const proved = (row: { digest: string; package: string; migration: string }): boolean =>
      undoProof(view, environment.name, row.digest, `${row.package}/${row.migration}`) === 'proved'
    const plan = planDatabase((await targets.main?.log()) ?? [], desired, proved)
    return plan.problems.length === 0 && !planIsEmpty(plan)
  } finally {
    await targets.close()
  }
}
