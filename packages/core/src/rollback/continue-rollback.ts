import type { Environment } from '../config/config.ts'
import { changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { checkSecrets } from '../deployment/check-secrets.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { mainDatabase } from '../deployment/load.ts'
import { projectDeployment } from '../deployment/project-deployment.ts'
import { resolvedTarget } from '../deployment/resolved-target.ts'
import { openTargets } from '../deployment/target.ts'
import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import { movesOf, openRollback, takenBackBy } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import { blocked, type Result } from '../outcome.ts'
import type { LogEntry } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { compareLosses } from './compare-losses.ts'
import { namesOfMoves } from './describe-plan.ts'
import { namesOf } from './hand-rollback.ts'
import { mergedRepair } from './merged-repair.ts'
import { proposeRepair } from './propose-repair.ts'
import { restore } from './restore.ts'
import { unnamedData } from './unnamed-data.ts'
import { verifiedBefore } from './verified-before.ts'

/** Carries on a rollback that a killed run left: the targets first, then the pull request that repairs the branch. Data that came since is lost only when a person names it. */
export async function continueRollback(
  room: Room,
  world: World,
  environment: Environment,
  allowDataLoss: readonly string[] = [],
): Promise<Result> {
  const rollback = openRollback(world.view, environment.name)
  if (rollback === undefined) {
    return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message: `No rollback is open in ${environment.name}.` }
  }
  const merged = rollback.state === 'proposed' ? await mergedRepair(room, world, environment, rollback) : undefined
  if (merged !== undefined) return merged
  await showFailure(room, world, environment, rollback)
  if (rollback.state !== 'intended') return proposeRepair(room, environment, rollback)
  checkSecrets(room.host, environment)
  return orLeaseHeld(environment.name, rollback.of, () => restoreUnderLease(room, world, environment, rollback, allowDataLoss))
}

async function restoreUnderLease(
  room: Room,
  world: World,
  environment: Environment,
  rollback: RollbackEntry,
  allowDataLoss: readonly string[],
): Promise<Result> {
  const { host } = room
  const { fence } = await claimLease(room, world.view, environment.name, rollback.of)
  if (rollback.plan === 'snapshot') await mendDatabase(room, environment)
  const targets = await openTargets(host, environment, { fence, operation: rollback.operation })
  try {
    const log = targets.main === undefined ? [] : await targets.main.log()
    const changed = changesOf(log, rollback)
    const state = rollback.target ?? verifiedBefore(world.view, environment.name, rollback.of)
    const losses = await unnamedData(room, rollback, { targets, changed })
    if (losses.length > 0 && compareLosses(losses, allowDataLoss) !== undefined) {
      await host.ledger.append(() => [leaseEntry('yield', environment.name, rollback.of, fence, host.clock.now())])
      return dataCame(environment, rollback, losses, allowDataLoss)
    }
    const restoration = { targets, fence, world, environment, state, changed }
    return await restore(room, { ...restoration, rollback: await noteLosses(room, rollback, losses, fence) })
  } finally {
    await targets.close()
    await host.workspace.dispose()
  }
}

function dataCame(environment: Environment, rollback: RollbackEntry, losses: string[], named: readonly string[]): Result {
  const { name } = environment
  const difference = named.length === 0 ? '' : ` ${compareLosses(losses, named)}`
  const message = `The rollback of ${namesOfMoves(movesOf(rollback))} in ${name} was cut off, and since its plan was made data came, or nobody can tell, into what its undo takes: ${losses.join(', ')}.${difference} Nothing was changed.`
  const advice = [
    `Start the rollback workflow for ${name} with each of these in \`allow-data-loss\`, one per line: they are lost then. Or take these rows elsewhere and start the deploy workflow for ${name}: the rollback goes on once nothing is left that came since.`,
  ]
  return blocked('data-loss', message, { environment: name, operation: rollback.operation, losses, advice })
}

/** From here on it is a plan that loses what a person has named. */
async function noteLosses({ host }: Room, rollback: RollbackEntry, losses: string[], fence: number): Promise<RollbackEntry> {
  if (losses.length === 0) return rollback
  const losing: RollbackEntry = { ...rollback, plan: 'data-losing', losses: [...(rollback.losses ?? []), ...losses].sort() }
  const entry = { ...losing, key: `rollback:intended:${rollback.operation}:${fence}` }
  await host.ledger.append(underFence(rollback.environment, fence, () => [entry]))
  return losing
}

/** A run that was killed while it brought the copy back may have left the database closed to everybody. */
async function mendDatabase({ host }: Room, environment: Environment): Promise<void> {
  const main = mainDatabase(environment)
  if (main !== undefined) await host.databases.snapshots.mend(resolvedTarget(host, environment, main))
}

/** By hand the moved packages alone are concerned; a failed deployment is taken back as a whole. */
function changesOf(log: readonly LogEntry[], rollback: RollbackEntry): ChangedByOperation {
  const operations = rollback.touched ?? takenBackBy(rollback)
  return changedBy(log, operations, rollback.automatic ? undefined : namesOf(movesOf(rollback)))
}

/** The run that began it may have been killed before people saw that the deployment failed. */
async function showFailure(room: Room, world: World, environment: Environment, rollback: RollbackEntry): Promise<void> {
  const failed = world.view
    .of('deployment', environment.name)
    .findLast((each) => each.state === 'failed' && each.operation === rollback.of)
  if (rollback.automatic && failed !== undefined) {
    await projectDeployment(room, { ...failed, environment }, 'failure', rollback.reason)
  }
}
