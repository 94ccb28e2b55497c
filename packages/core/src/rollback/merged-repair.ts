import type { Environment } from '../config/config.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'

/** The pull request that repairs the branch is merged already: a second one would take nothing out. Says what the rollback waits for. */
export async function mergedRepair(
  { host }: Pick<Room, 'host'>,
  { view }: Pick<World, 'view'>,
  { name }: Pick<Environment, 'name'>,
  rollback: RollbackEntry,
): Promise<Result | undefined> {
  const number = rollback.repair?.pullRequest
  if (number === undefined || !(await host.forge.get(number)).merged) return undefined
  const pending = pendingOperation(view, name)
  const recorded = pending?.intent.verb === 'repair' && pending.merged !== undefined
  const [next, what] = recorded
    ? [`stagecoach deploy ${name}`, 'is merged, and waits for its deployment']
    : [`stagecoach gate ${number}`, 'is merged, and its gate has not looked at it yet']
  return {
    schema: 1,
    outcome: 'unchanged',
    reason: 'nothing-to-do',
    message: `The rollback ${rollback.operation} of ${name} is under way: #${number}, which takes its packages out of the branch, ${what}.`,
    operation: rollback.operation,
    environment: name,
    packages: movesOf(rollback).map((each) => each.package.name),
    pullRequest: number,
    advice: [next],
  }
}
