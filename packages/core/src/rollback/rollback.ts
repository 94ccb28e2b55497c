import { findPackage } from '../composition/composition.ts'
import { changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { openTargets, type OpenTargets } from '../deployment/target.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { digestOf } from '../digest.ts'
import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import type { ActEntry, RollbackEntry } from '../ledger/record.ts'
import { openRollback, refusedRollback } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import { verifiedStates, type VerifiedState } from '../ledger/verified-states.ts'
import { blocked, type Result } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { appliedFacts } from './applied-facts.ts'
import { continueRollback } from './continue-rollback.ts'
import { laterData } from './later-data.ts'
import { releaseThere } from './release-there.ts'
import { restore } from './restore.ts'
import { planRollback, type RollbackPlan } from './rollback-plan.ts'
import { takenBackAlready } from './taken-back-already.ts'
import { verifiedBefore } from './verified-before.ts'

export interface RollbackRequest {
  environment: string
  /** The package to take out; by default what the newest deployment brought. */
  package?: string
  reason: string
  dryRun?: boolean
}

interface HandRollback {
  environment: Environment
  /** The operation to take back. */
  of: string
  before: VerifiedState
  moved: PackageRef
  to: PackageRef | undefined
}

/** Takes back the newest deployment of an environment by hand, with the two plans that lose nothing; the plan is recorded before anything changes. Also carries on a rollback that was cut off.
 *  @throws StagecoachError `environment-unknown`, `rollback-refused`, `reason-missing` */
export async function rollback(room: Room, request: RollbackRequest): Promise<Result> {
  if (request.reason.trim() === '')
    throw new StagecoachError('reason-missing', 'A rollback wants a reason.', { hint: 'Give the input `reason`.' })
  const world = await readWorld(room)
  const environment = environmentOf(room, request.environment)
  if (openRollback(world.view, environment.name) !== undefined) return continueRollback(room, world, environment)
  if (pendingOperation(world.view, environment.name) !== undefined) {
    return blocked('lease-held', `A deployment of ${environment.name} is not at its end.`, {
      environment: environment.name,
      advice: [`Start the deploy workflow for ${environment.name}: it finishes it or takes it back.`],
    })
  }
  const done = takenBackAlready(world, environment, request)
  if (done !== undefined) return done
  const hand = chooseRollback(world, environment, request)
  if (request.dryRun === true) return describe(hand)
  return orLeaseHeld(environment.name, hand.of, () => underLease(room, world, hand, request.reason))
}

/** What failed and was not taken back by itself, else what was deployed last. Exported for its test. */
export function chooseRollback(
  world: Pick<World, 'view'>,
  environment: Environment,
  request: Pick<RollbackRequest, 'package'>,
): HandRollback {
  const [current] = verifiedStates(world.view, environment.name)
  const left = refusedRollback(world.view, environment.name)
  if (left !== undefined && (request.package ?? left.package.name) === left.package.name) {
    const before = verifiedBefore(world.view, environment.name, left.of)
    return { environment, of: left.of, before, moved: left.package, to: left.to }
  }
  if (current?.operation === undefined)
    throw refusal(`${environment.name} was not deployed by Stagecoach yet.`, 'There is nothing to return to.')
  const before = verifiedBefore(world.view, environment.name, current.operation)
  const moved = current.packages.filter((each) => !before.packages.some((known) => known.digest === each.digest))
  const [only] = moved
  if (only === undefined)
    throw refusal(
      `The newest deployment of ${environment.name} (${current.at}) brought no package: it deployed what else had changed on ${environment.branch}.`,
      `Revert that commit on ${environment.branch} with a pull request and start the deploy workflow.`,
    )
  if (moved.length > 1) {
    const names = moved.map((each) => `${each.name} ${each.version}`).join(', ')
    throw refusal(
      `The newest deployment of ${environment.name} brought several packages at once: ${names}.`,
      'A rollback takes back one. Promote a repaired version of the one that is wrong.',
    )
  }
  if (request.package !== undefined && request.package !== only.name) {
    throw refusal(
      `${request.package} is not what the newest deployment of ${environment.name} brought; that was ${only.name}.`,
      `Roll back ${only.name}, or promote a repaired ${request.package}.`,
    )
  }
  return {
    environment,
    of: current.operation,
    before,
    moved: only,
    to: findPackage(before.packages, only.name, only),
  }
}

async function underLease(room: Room, world: World, hand: HandRollback, reason: string): Promise<Result> {
  const { host } = room
  const { environment, of } = hand
  const { fence } = await claimLease(room, world.view, environment.name, of)
  const targets = await openTargets(host, environment, fence, of)
  try {
    const log = targets.main === undefined ? [] : await targets.main.log()
    const changed = changedBy(log, of)
    const plan = planRollback(await facts(room, world, hand, targets, changed))
    if (plan.kind === 'refused') {
      await host.ledger.append(() => [leaseEntry('release', environment.name, of, fence, host.clock.now())])
      return blocked('rollback-refused', `${hand.moved.name} is not taken out of ${environment.name}: ${plan.why}.`, {
        environment: environment.name,
      })
    }
    const entry = intention(hand, plan, reason)
    const entries = [{ ...entry, key: `rollback:intended:${entry.operation}` }, holdEntry(room, hand, reason)]
    await host.ledger.append(underFence(environment.name, fence, () => entries))
    return await restore(room, { rollback: entry, targets, fence, world, environment, state: hand.before, changed })
  } finally {
    await targets.close()
    await host.workspace.dispose()
  }
}

async function facts(room: Room, world: World, hand: HandRollback, targets: OpenTargets, changed: ChangedByOperation) {
  const { environment, of, before, moved } = hand
  return {
    predecessor: true,
    released: await releaseThere(room, world.view, before),
    ...(await appliedFacts(room, world, environment.name, changed, moved)),
    laterData: await laterData(targets, of),
    disposable: environment.disposable,
    automatic: false,
    earlierAutomatic: 0,
    ofRollback: false,
  }
}

function intention(
  { environment, of, moved, to }: HandRollback,
  plan: Exclude<RollbackPlan, { kind: 'refused' }>,
  reason: string,
): RollbackEntry {
  const operation = digestOf({ rollback: of }).slice(0, 16)
  return {
    kind: 'rollback',
    operation,
    environment: environment.name,
    of,
    package: moved,
    ...(to === undefined ? {} : { to }),
    plan: plan.kind,
    state: 'intended',
    automatic: false,
    reason,
  }
}

function holdEntry(room: Room, { environment, moved, of }: HandRollback, reason: string): ActEntry & { key: string } {
  const person = room.host.actor.triggering ?? room.host.actor.login
  const key = `hold:${environment.name}:${moved.digest}:${of}`
  return {
    kind: 'act',
    key,
    act: 'hold',
    person,
    role: 'rollback',
    reason,
    environment: environment.name,
    package: moved.name,
    digest: moved.digest,
  }
}

function describe({ environment, moved, to, before }: HandRollback): Result {
  const back = to === undefined ? 'it would leave the environment' : `${to.version} would come back`
  const message = `Would return ${environment.name} to the state verified ${before.at}: ${moved.name} ${moved.version} goes, ${back}.`
  return {
    schema: 1,
    outcome: 'planned',
    reason: 'done',
    message,
    environment: environment.name,
    packages: [moved.name],
    shas: { content: before.content },
  }
}

function refusal(message: string, hint: string): StagecoachError {
  return new StagecoachError('rollback-refused', message, { hint })
}
