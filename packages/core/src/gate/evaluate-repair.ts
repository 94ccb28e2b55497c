import { compositionDigest } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import type { RecordOf } from '../ledger/history.ts'
import { operationId } from '../ledger/operation-id.ts'
import { completedOperations } from '../ledger/operations.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import { formatRollbackBranch } from '../names/rollback-branch.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { namesOfMoves } from '../rollback/describe-plan.ts'
import { proposeRepair } from '../rollback/propose-repair.ts'
import { tipOf, type World } from '../world.ts'
import { decideRepair } from './decide-repair.ts'
import { carryOut, type Merge } from './merge-promotion.ts'

/** The pull request that repairs a branch after a rollback has a small gate set of its own, and is the only one that may pass the pause. */
export async function evaluateRepair(
  room: Room,
  world: World,
  environment: Environment,
  rollback: RecordOf<'rollback'>,
): Promise<Result> {
  const { repair } = rollback
  const pending = pendingOperation(world.view, environment.name)
  // Merged, its pull request is not open any more; a second one would take nothing out.
  if (pending?.intent.verb === 'repair' && pending.merged !== undefined)
    return waits(
      environment,
      rollback,
      undefined,
      'Its repair is merged and waits for its deployment; start the deploy workflow.',
    )
  const branch = formatRollbackBranch({ environment: environment.name, operation: rollback.operation })
  const pull = await room.host.forge.findOpen(branch, environment.branch)
  if (repair === undefined || pull === undefined || repair.head !== pull.head.sha || repair.tip !== tipOf(world, environment)) {
    if (rollback.state === 'intended')
      return waits(environment, rollback, undefined, 'Its targets are not restored yet; start the deploy workflow.')
    return proposeRepair(room, environment, rollback)
  }
  const decision = await decideRepair(room, environment, pull, rollback.by)
  if (decision.state !== 'pass') {
    const reasons = decision.gates.filter((gate) => gate.state !== 'pass').flatMap((gate) => gate.reasons)
    return waits(environment, rollback, pull, reasons.join(' '))
  }
  const nothing = (): Promise<undefined> => Promise.resolve(undefined)
  return carryOut(room, world, repairMerge(world, environment, rollback, repair, pull), () => [], nothing)
}

function repairMerge(
  world: World,
  environment: Environment,
  rollback: RecordOf<'rollback'>,
  repair: NonNullable<RecordOf<'rollback'>['repair']>,
  pull: PullRequest,
): Merge {
  const { tip, head, tree, content, packages } = repair
  const completed = completedOperations(world.view, environment.name)
  const composition = compositionDigest(packages)
  const operation = operationId({ verb: 'repair', environment: environment.name, composition, content, completed })
  const title = `Take ${namesOfMoves(movesOf(rollback))} out of ${environment.name} (#${pull.number})`
  const plan = rollback.package.digest
  return { environment, pull, operation, verb: 'repair', tip, head, tree, content, packages, plan, title }
}

function waits(environment: Environment, rollback: RecordOf<'rollback'>, pull: PullRequest | undefined, message: string): Result {
  return {
    schema: 1,
    outcome: 'pending',
    reason: 'gates-pending',
    message,
    environment: environment.name,
    packages: movesOf(rollback).map((each) => each.package.name),
    operation: rollback.operation,
    ...(pull === undefined ? {} : { pullRequest: pull.number }),
  }
}
