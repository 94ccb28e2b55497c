import { compositionDigest } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { branchTroubles } from '../foreign/branch-troubles.ts'
import type { RecordOf } from '../ledger/history.ts'
import { operationId } from '../ledger/operation-id.ts'
import { completedOperations } from '../ledger/operations.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import { formatRollbackBranch } from '../names/rollback-branch.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { namesOfMoves } from '../rollback/describe-plan.ts'
import { orReset } from '../rollback/stands-still.ts'
import { proposeRepair } from '../rollback/propose-repair.ts'
import { tipOf, type World } from '../world.ts'
import { adoptByHand } from './adopt-by-hand.ts'
import type { Decision } from './decision.ts'
import { decideRepair } from './decide-repair.ts'
import { carryOut, type Merge, type SeenAgain } from './merge-promotion.ts'

type Repair = NonNullable<RecordOf<'rollback'>['repair']>

/** The pull request that repairs a branch after a rollback has a small gate set of its own, and is the only one that may pass the pause. */
export async function evaluateRepair(
  room: Room,
  world: World,
  environment: Environment,
  rollback: RecordOf<'rollback'>,
  dryRun: boolean,
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
  const { proposal } = repair === undefined ? {} : await branchTroubles(room, world, environment)
  if (repair !== undefined && proposal?.kind === 'repair')
    return evaluateByHand(room, world, environment, { rollback, repair }, proposal.commit, dryRun)
  const branch = formatRollbackBranch({ environment: environment.name, operation: rollback.operation })
  const pull = await room.host.forge.findOpen(branch, environment.branch)
  if (repair === undefined || pull === undefined || repair.head !== pull.head.sha || repair.tip !== tipOf(world, environment)) {
    if (rollback.state === 'intended')
      return waits(
        environment,
        rollback,
        undefined,
        `Its rollback has not come to its end in the databases: start the deploy workflow, which carries it on or says what stands in its way.${orReset(environment)}`,
      )
    if (dryRun) return planned(environment, rollback, 'Its repair would be proposed anew.')
    return proposeRepair(room, environment, rollback)
  }
  const decision = await decideRepair(room, environment, pull, rollback.by)
  if (decision.state !== 'pass') return waits(environment, rollback, pull, shutBy(decision))
  if (dryRun) return planned(environment, rollback, `Every gate of its repair #${pull.number} is open: it would be merged.`)
  const look = (): Promise<SeenAgain> => lookAgain(room, environment, rollback, pull)
  return carryOut(room, world, repairMerge(world, environment, rollback, repair, pull), () => [], look)
}

async function lookAgain(
  room: Room,
  environment: Environment,
  rollback: RecordOf<'rollback'>,
  { number }: PullRequest,
): Promise<SeenAgain> {
  const pull = await room.host.forge.get(number)
  const still = await decideRepair(room, environment, pull, rollback.by)
  return { pull, why: still.state === 'pass' ? undefined : shutBy(still) }
}

/** A person pressed the button: it counts once the gates of the repair are open, as if they had not. */
async function evaluateByHand(
  room: Room,
  world: World,
  environment: Environment,
  { rollback, repair }: { rollback: RecordOf<'rollback'>; repair: Repair },
  commit: Commit,
  dryRun: boolean,
): Promise<Result> {
  const pull = await room.host.forge.get(repair.pullRequest)
  const said = `#${pull.number} was merged by hand`
  if (pull.head.sha !== repair.head) return waits(environment, rollback, pull, `${said}, and its branch was pushed to before.`)
  const decision = await decideRepair(room, environment, pull, rollback.by)
  if (decision.state !== 'pass')
    return waits(environment, rollback, pull, `${said} before its gates were open. ${shutBy(decision)}`)
  if (dryRun) return planned(environment, rollback, `${said} and every gate is open: its deployment would be started.`)
  const stillOpen = async (again: World): Promise<string | undefined> => {
    const { proposal } = await branchTroubles(room, again, environment)
    if (proposal?.kind !== 'repair' || proposal.commit.oid !== commit.oid) return `${environment.branch} moved`
    return (await decideRepair(room, environment, pull, rollback.by)).state === 'pass' ? undefined : 'a gate closed'
  }
  const merge = repairMerge(world, environment, rollback, repair, pull)
  return orLeaseHeld(environment.name, merge.operation, () => adoptByHand(room, world, { merge, commit, stillOpen }))
}

function shutBy({ gates }: Decision): string {
  return gates.flatMap((gate) => (gate.state === 'pass' ? [] : gate.reasons)).join(' ')
}

function repairMerge(
  world: World,
  environment: Environment,
  rollback: RecordOf<'rollback'>,
  repair: Repair,
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

function planned(environment: Environment, rollback: RecordOf<'rollback'>, message: string): Result {
  return { ...waits(environment, rollback, undefined, message), outcome: 'planned', reason: 'done' }
}
