import type { Environment } from '../config/config.ts'
import { checkSecrets } from '../deployment/check-secrets.ts'
import { openTargets } from '../deployment/target.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { StagecoachError } from '../error.ts'
import { rewrittenBranch } from '../foreign/rewritten-branch.ts'
import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import { nothingSince } from '../ledger/nothing-since.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { apartState, pushApart } from './apart-state.ts'
import { checkRollbackRole } from './check-rollback-role.ts'
import { chooseRollback, type RollbackChoice } from './choose-rollback.ts'
import { continueRollback } from './continue-rollback.ts'
import { draftOf, rollbackOperation, type HandRollback } from './hand-rollback.ts'
import { intendedEntries } from './intended-entries.ts'
import { planByHand } from './plan-by-hand.ts'
import { repairOf } from './propose-repair.ts'
import { releaseFirst } from './release-first.ts'
import type { RollbackPlan } from './rollback-plan.ts'
import { restore } from './restore.ts'
import { insteadOf, previewPlan } from './show-plan.ts'
import { orReset } from './stands-still.ts'
import { takenBackAlready } from './taken-back-already.ts'

export interface RollbackRequest extends RollbackChoice {
  environment: string
  reason: string
  /** What a plan loses, in its words: `table public.a`, `column public.a.b`, `migration package/0001_x`. */
  allowDataLoss?: readonly string[]
  dryRun?: boolean
}

/** Takes back by hand the newest deployment of an environment, everything since a verified state, or one package from among others. The plan is recorded before anything changes; one that loses data is shown first, and carried out only for whoever names what is lost. Also carries on a rollback that was cut off.
 *  @throws StagecoachError `environment-unknown`, `rollback-refused`, `reason-missing`, `role-missing`, `text-conflict` */
export async function rollback(room: Room, request: RollbackRequest): Promise<Result> {
  if (request.reason.trim() === '') throw reasonMissing()
  const world = await readWorld(room)
  const environment = environmentOf(room, request.environment)
  const open = openRollback(world.view, environment.name)
  if (open !== undefined) return goOn(room, world, environment, open, request)
  const reset = openReset(world.view, environment.name)
  if (reset !== undefined) {
    return blocked('paused', `${environment.name} is paused until its reset ${reset.operation} is deployed.`, {
      environment: environment.name,
      advice: ['Close the pull request of the reset to give it up; once it is merged there is nothing to go back to.'],
    })
  }
  if (pendingOperation(world.view, environment.name) !== undefined) {
    return blocked('lease-held', `A deployment of ${environment.name} is not at its end.`, {
      environment: environment.name,
      advice: [`Start the deploy workflow for ${environment.name}: it finishes it or takes it back.`],
    })
  }
  const done = takenBackAlready(world, environment, request)
  if (done !== undefined) return done
  const rewritten = await rewrittenBranch(room, world, environment)
  if (rewritten !== undefined) return rewritten
  const chosen = chooseRollback(world, environment, request, room.host.clock.now().toISOString())
  const apart = await apartState(room, world, chosen)
  // Whether the branch can follow is known before anything else changes.
  const { leaving } = await repairOf(room, world, environment, draftOf(apart))
  const hand = { ...apart, leaving }
  if (request.dryRun === true) return previewPlan(room, world, hand, request)
  await checkRollbackRole(room, environment, (request.allowDataLoss ?? []).length > 0)
  checkSecrets(room.host, environment)
  const unbuilt = await releaseFirst(room, world, hand)
  if (unbuilt !== undefined) return unbuilt
  return orLeaseHeld(environment.name, hand.of, () => underLease(room, world, hand, request))
}

/** One is under way. Going on as planned is for everybody who may start it; what is lost beyond the plan is not. */
async function goOn(
  room: Room,
  world: World,
  environment: Environment,
  open: RollbackEntry,
  request: RollbackRequest,
): Promise<Result> {
  if (request.dryRun === true) {
    return blocked('paused', `The rollback ${open.operation} of ${environment.name} is under way.`, {
      environment: environment.name,
      ...(open.state === 'intended' ? { advice: [carryOn(environment)] } : {}),
    })
  }
  if ((request.allowDataLoss ?? []).length > 0) await checkRollbackRole(room, environment, true)
  return continueRollback(room, world, environment, request.allowDataLoss)
}

function carryOn(environment: Environment): string {
  return `Start the deploy workflow for ${environment.name}, which carries it on or says what stands in its way.${orReset(environment)}`
}

async function underLease(room: Room, world: World, hand: HandRollback, request: RollbackRequest): Promise<Result> {
  const { host } = room
  const { environment, of, state } = hand
  const { fence } = await claimLease(room, world.view, environment.name, of, nothingSince(world.view, environment.name))
  const release = (): Promise<unknown> =>
    host.ledger.append(() => [leaseEntry('release', environment.name, of, fence, host.clock.now())])
  const targets = await openTargets(host, environment, { fence, operation: of }).catch(async (error: unknown) => {
    // Nothing is begun, and nobody would carry on the lease of an operation that is at its end.
    if (!(error instanceof StagecoachError) || error.code !== 'fenced') await release()
    throw error
  })
  try {
    const planned = await planByHand(room, world, hand, targets)
    const instead = await insteadOf(room, world, hand, planned, request)
    if (instead !== undefined || planned.plan.kind === 'refused') {
      await release()
      return instead ?? blocked('rollback-refused', planned.plan.why)
    }
    // With a copy, what was written since goes, too.
    await checkRollbackRole(room, environment, losesData(planned.plan)).catch(async (error: unknown) => {
      await release()
      throw error
    })
    await pushApart(room, world, hand, rollbackOperation(of))
    const { rollback, all } = intendedEntries(room, hand, { ...planned, plan: planned.plan }, request.reason)
    await host.ledger.append(underFence(environment.name, fence, () => all))
    return await restore(room, { rollback, targets, fence, world, environment, state, changed: planned.changed })
  } finally {
    await targets.close()
    await host.workspace.dispose()
  }
}

function losesData({ kind }: RollbackPlan): boolean {
  return kind === 'data-losing' || kind === 'snapshot'
}

function reasonMissing(): StagecoachError {
  return new StagecoachError('reason-missing', 'A rollback wants a reason.', {
    hint: "Say why with `--reason '…'` (input `reason`).",
  })
}
