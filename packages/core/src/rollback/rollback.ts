import { changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { openTargets, type OpenTargets } from '../deployment/target.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { StagecoachError } from '../error.ts'
import { digestOf } from '../digest.ts'
import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import type { ActEntry, RollbackEntry } from '../ledger/record.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { appliedFacts } from './applied-facts.ts'
import { chooseRollback, type HandRollback } from './choose-rollback.ts'
import { continueRollback } from './continue-rollback.ts'
import { laterData } from './later-data.ts'
import { releaseThere } from './release-there.ts'
import { restore } from './restore.ts'
import { planRollback, type RollbackPlan } from './rollback-plan.ts'
import { takenBackAlready } from './taken-back-already.ts'

export interface RollbackRequest {
  environment: string
  /** The package to take out; by default what the newest deployment brought. */
  package?: string
  reason: string
  dryRun?: boolean
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
