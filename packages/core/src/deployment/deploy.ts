import { StagecoachError } from '../error.ts'
import { releaseCommand } from '../ledger/act-commands.ts'
import { claimLease } from '../ledger/claim-lease.ts'
import { holdsOn } from '../ledger/acts.ts'
import type { NewEntry } from '../ledger/record.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'
import { continueRollback } from '../rollback/continue-rollback.ts'
import { failReset } from '../reset/fail-reset.ts'
import { provisionTargets } from '../reset/provision-targets.ts'
import type { FailedDeployment } from '../rollback/failed-deployment.ts'
import { rollBackAutomatically } from '../rollback/roll-back-automatically.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { checkSecrets } from './check-secrets.ts'
import { changeTargets, type ChangedTargets } from './change-targets.ts'
import { finishDeployment } from './finish-deployment.ts'
import { orLeaseHeld } from './lease-held-result.ts'
import { strangeCodes } from './refuse-strange.ts'
import { stopBeforeChange } from './stop-before-change.ts'
import { stillVerified } from './still-verified.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { openTargets, type OpenTargets } from './target.ts'
import { chooseDeployment, contentMatches, type DeploymentTask } from './task.ts'
import { withoutRelease } from './without-release.ts'

export interface DeployRequest {
  environment: string
  dryRun?: boolean
}

/** Failures of what is deployed, not of the machinery: they call the rollback. */
const rollbackCodes = new Set([
  'migration-failed',
  'undo-failed',
  'object-failed',
  'objects-changed-by-hand',
  'deploy-command-failed',
])

/** Makes an environment's targets hold what its branch says, verifies it, and goes back by rule when the shakedown fails. Killed anywhere and run again it ends in the same state.
 *  @throws StagecoachError `environment-unknown`, `env-missing`, `ledger-unreachable`, … ; `lease-held`, `drift` and their like are outcomes */
export async function deploy(room: Room, request: DeployRequest): Promise<Result> {
  const world = await readWorld(room)
  const environment = environmentOf(room, request.environment)
  const rollback = openRollback(world.view, environment.name)
  if (rollback !== undefined && rollback.state !== 'proposed' && request.dryRun !== true)
    return continueRollback(room, world, environment)
  const choice = await chooseDeployment(room, world, environment)
  switch (choice.kind) {
    case 'nothing':
      return stillVerified(room, world, environment, choice.message, request.dryRun)
    case 'blocked':
      return blocked(choice.reason, choice.message, { environment: environment.name, advice: choice.advice })
    case 'deploy':
      if (choice.task.verb !== 'reset' && openReset(world.view, environment.name) !== undefined) return pausedResult(choice.task)
      return request.dryRun === true ? describeTask(choice.task) : deployTask(room, world, choice.task)
  }
}

function describeTask(task: DeploymentTask): Result {
  const { operation, environment, content, packages } = task
  const message = `Would deploy ${packages.map((each) => `${each.name} ${each.version}`).join(', ') || 'no package'} to ${environment.name}.`
  return {
    schema: 1,
    outcome: 'planned',
    reason: 'done',
    message,
    operation,
    environment: environment.name,
    packages: packages.map((each) => each.name),
    shas: { merge: task.commit, content },
  }
}

async function deployTask(room: Room, world: World, task: DeploymentTask): Promise<Result> {
  const { host, config } = room
  const held = task.verb === 'repair' ? undefined : heldResult(world, task, host.clock.now().toISOString())
  if (held !== undefined) return held
  if (!(await contentMatches(host, task))) {
    return blocked('tip-undecided', `${task.commit} does not hold the content that was decided on.`, {
      environment: task.environment.name,
    })
  }
  if (config.release !== undefined && (await storedRelease(host, world.view, task.content)) === undefined) {
    return withoutRelease(room, world, task)
  }
  return withLease(room, world, task)
}

function heldResult({ view }: World, { environment: { name }, packages }: DeploymentTask, now: string): Result | undefined {
  for (const held of packages) {
    const hold = holdsOn(view, name, held, now).at(-1)
    if (hold === undefined) continue
    const lift = releaseCommand(view, now, hold, held)
    const advice = [
      `Lift the hold (\`${lift}\`) and start the deploy workflow again, start the rollback workflow for ${name}, or promote a repaired version.`,
    ]
    return blocked('held', `${held.name} ${held.version} is held in ${name}.`, {
      environment: name,
      packages: [held.name],
      advice,
    })
  }
  return undefined
}

async function withLease(room: Room, world: World, task: DeploymentTask): Promise<Result> {
  const { environment, operation } = task
  checkSecrets(room.host, environment)
  return orLeaseHeld(environment.name, operation, async () => {
    const lease = await claimLease(room, world.view, environment.name, operation, () => mergedEntry(task))
    return underLease(room, world, task, lease.fence)
  })
}

function mergedEntry(task: DeploymentTask): NewEntry[] {
  if (!task.adoptMerge) return []
  const { operation, environment, commit } = task
  return [{ kind: 'merged', key: `merged:${operation}`, operation, environment: environment.name, commit }]
}

async function underLease(room: Room, world: World, task: DeploymentTask, fence: number): Promise<Result> {
  const { host } = room
  const { environment, operation } = task
  host.progress(`deploying operation ${operation} to ${environment.name} (fence ${fence})`)
  const targets = await openPrepared(room, world, task, fence)
  if ('outcome' in targets) return targets
  const changed: ChangedTargets = { started: false, plan: '', marks: {} }
  try {
    const checks = await changeTargets(room, world, task, targets, fence, changed)
    if (checks.every((check) => check.passed)) return await finishDeployment(room, task, targets, fence, checks, changed)
    return await takeBack(room, { task, targets, fence, checks, world })
  } catch (error) {
    // The newer holder of the lease finishes or takes back, not this one.
    if (!(error instanceof StagecoachError) || error.code === 'fenced') throw error
    // What the target ran in another form cannot be deployed however often it is tried: the branch must give it back.
    if (error.code === 'applied-changed' || (changed.started && rollbackCodes.has(error.code)))
      return await takeBack(room, { task, targets, fence, checks: [], world, error })
    if (!changed.started) return await stopBeforeChange(room, task, fence, error)
    throw error
  } finally {
    await targets.close()
    await host.workspace.dispose()
  }
}

/** The databases of a reset are made anew, and another's is copied where the configuration asks for that, before anything is opened. A run that cannot do so, or finds a stranger, leaves them as they were. */
async function openPrepared(room: Room, world: World, task: DeploymentTask, fence: number): Promise<OpenTargets | Result> {
  const { environment, operation } = task
  const reset = task.verb === 'reset'
  let prepared = false
  try {
    if (reset) await provisionTargets(room, world.view, task, fence)
    else await takeSnapshot(room, world, task, fence)
    prepared = true
    return await openTargets(room.host, environment, { fence, operation, reset })
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code === 'fenced') throw error
    if (prepared && !strangeCodes.has(error.code)) throw error
    return stopBeforeChange(room, task, fence, error)
  }
}

function takeBack(room: Room, failed: FailedDeployment): Promise<Result> {
  return failed.task.verb === 'reset' ? failReset(room, failed) : rollBackAutomatically(room, failed)
}

function pausedResult({ environment: { name } }: DeploymentTask): Result {
  const advice = [`Merge the pull request of the reset, or close it to give the reset up.`]
  return blocked('paused', `${name} is paused until its reset is deployed.`, { environment: name, advice })
}
