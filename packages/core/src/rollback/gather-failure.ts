import { changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { packageOrigin } from '../deployment/load.ts'
import { automaticRollbacks } from '../ledger/rollbacks.ts'
import type { Room } from '../ports/runtime.ts'
import { appliedFacts } from './applied-facts.ts'
import { packageOf, type FailedDeployment } from './failed-deployment.ts'
import { operationsSince } from './find-state.ts'
import { laterData } from './later-data.ts'
import type { RollbackFacts } from './rollback-plan.ts'
import { stateRelease } from './state-release.ts'
import { findSnapshot } from './usable-snapshot.ts'
import { stateBefore } from './verified-before.ts'

export interface GatheredFailure {
  facts: RollbackFacts
  changed: ChangedByOperation
  /** What goes, newest first: the failed operation, and what failed before it and was not taken back. */
  operations: string[]
}

/** What decides whether a failed deployment goes back by itself, and how. */
export async function gatherFailure(room: Room, failed: FailedDeployment): Promise<GatheredFailure> {
  const { task, targets, world } = failed
  const { environment, operation } = task
  const before = stateBefore(world.view, environment.name, operation)
  const earlier = before === undefined ? [] : operationsSince(world.view, environment.name, before)
  const operations = [operation, ...earlier.filter((each) => each !== operation)]
  const { moved, others } = packageOf(failed)
  const moves = moved === undefined ? [] : [{ package: moved }, ...others]
  const log = targets.main === undefined ? [] : await targets.main.log()
  const changed = changedBy(log, operations)
  const steps = new Set(log.filter((row) => operations.includes(row.operation)).map((row) => row.operation)).size
  const snapshot = await findSnapshot(environment, targets.main, log, operations)
  const facts = {
    predecessor: before !== undefined,
    release: before === undefined ? 'never' : await stateRelease(room, world.view, before),
    ...(await appliedFacts(room, world, environment.name, changed, moves, steps)),
    laterData: await laterData(targets, changed.applied, { origin: packageOrigin(room.host) }),
    unfinished: (await targets.main?.unfinished(operations)) ?? [],
    ...(snapshot === undefined ? {} : { snapshot }),
    automatic: true,
    earlierAutomatic: automaticRollbacks(world.view, environment.name, new Set(moves.map((move) => move.package.digest))),
    ...(failed.error?.code === 'objects-changed-by-hand' ? { changedByHand: failed.error.message } : {}),
    ofRollback: task.verb === 'repair' || task.verb === 'rollback',
  }
  return { facts, changed, operations }
}
