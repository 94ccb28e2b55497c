import { StagecoachError } from '../error.ts'
import type { Environment } from '../config/config.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { currentLease } from '../ledger/lease.ts'
import type { RecordOf } from '../ledger/history.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import { parseOperationBranch } from '../names/operation-branch.ts'
import { parseSyncBranch } from '../names/sync-branch.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { dropReleases } from '../release/drop-releases.ts'
import { missedSyncs } from '../sync/missed-syncs.ts'
import { workflows } from '../workflows.ts'
import { releaseAbandoned } from './abandoned-lease.ts'
import { readWorld, type World } from '../world.ts'
import { branchTroubles } from '../foreign/branch-troubles.ts'
import { mendLine } from '../foreign/explain-trouble.ts'
import { evaluateGate, type GateRequest } from './evaluate.ts'

/** Looks again at everything that waits (soak, end of a freeze, expiry of a hold) and repairs what an event missed: merged operations whose deployment does not run, and open pull requests. Last, releases that the configuration no longer keeps are dropped. */
export async function sweep(room: Room, request: { dryRun?: boolean } = {}): Promise<Result> {
  const { host } = room
  const world = await readWorld(room)
  const lines: string[] = []
  const advice: string[] = []
  const next: NonNullable<Result['next']> = []
  for (const environment of room.config.environments) {
    const told = await sweepBranch(room, world, environment, request.dryRun === true)
    lines.push(...told.lines)
    advice.push(...told.advice)
    next.push(...told.next)
    if (request.dryRun !== true && (await releaseAbandoned(room, world, environment))) {
      lines.push(`${environment.name}: the lease of an operation that will not go on was given back.`)
      continue
    }
    const wake = await stalled(room, world, environment)
    if (wake === undefined) continue
    if (request.dryRun !== true) await host.forge.dispatch(wake.workflow, wake.inputs)
    next.push(wake)
    lines.push(`${environment.name}: an operation waited for its deployment.`)
  }
  for (const { name } of await missedSyncs(room, world)) {
    const below = { workflow: workflows.promote, inputs: { environment: name, sync: 'true' } }
    if (request.dryRun !== true) await host.forge.dispatch(below.workflow, below.inputs)
    next.push(below)
    lines.push(`${name}: what production has was not brought down.`)
  }
  const pulls = await sweepPulls(room, world, request.dryRun === true)
  lines.push(...pulls.lines)
  next.push(...pulls.next)
  lines.push(...(await dropReleases(room, () => readWorld(room), request.dryRun === true)))
  return {
    schema: 1,
    outcome: 'swept',
    reason: 'done',
    message: lines.join('\n') || 'Nothing waits.',
    next,
    ...(advice.length === 0 ? {} : { advice }),
  }
}

/** Says what other hands left on the branch, and lets the gates decide on what a person merged. */
async function sweepBranch(
  room: Room,
  world: World,
  environment: Environment,
  dryRun: boolean,
): Promise<{ lines: string[]; advice: string[]; next: NonNullable<Result['next']> }> {
  const { unclear, handMerges, proposal } = await branchTroubles(room, world, environment)
  const byHand = [
    ...handMerges.map(({ promotion }) => ({
      number: promotion.pullRequest,
      request: { environment: environment.name, package: promotion.package.name },
    })),
    ...(proposal === undefined ? [] : [{ number: proposal.pullRequest, request: { pullRequest: proposal.pullRequest } }]),
  ]
  const lines = unclear.map((each) => each.what ?? each.reason)
  const next: NonNullable<Result['next']> = []
  for (const { number, request } of byHand) {
    const result = await evaluateOne(room, request, dryRun)
    lines.push(`#${number}, merged by hand: ${result.outcome} (${result.reason})`)
    next.push(...(result.next ?? []))
  }
  return { lines, advice: unclear.flatMap((each) => (each.mend ?? []).map(mendLine)), next }
}

async function sweepPulls(
  room: Room,
  world: World,
  dryRun: boolean,
): Promise<{ lines: string[]; next: NonNullable<Result['next']> }> {
  const lines: string[] = []
  const next: NonNullable<Result['next']> = []
  const open = await room.host.forge.listOpen()
  for (const number of closedResets(room, world, open)) {
    const result = await evaluateOne(room, { pullRequest: number }, dryRun)
    lines.push(`#${number}: ${result.message}`)
    next.push(...(result.next ?? []))
  }
  for (const { number, head } of open) {
    const { branch } = head
    const ours = parsePromotionBranch(branch) ?? parseOperationBranch(branch) ?? parseSyncBranch(branch)
    if (ours === undefined) continue
    const result = await evaluateOne(room, { pullRequest: number }, dryRun)
    lines.push(`#${number} ${branch}: ${result.outcome} (${result.reason})`)
    next.push(...(result.next ?? []))
  }
  return { lines, next }
}

/** Resets whose pull request is not open any more: given up, or merged by hand. */
function closedResets({ config }: Room, { view }: World, open: readonly PullRequest[]): number[] {
  return config.environments.flatMap(({ name }) => {
    const reset = openReset(view, name)
    const number = reset?.state === 'proposed' ? reset.proposal?.pullRequest : undefined
    return number === undefined || open.some((each) => each.number === number) ? [] : [number]
  })
}

/** One broken pull request does not keep the others waiting: its error is in the sweep's message, and a warning. */
async function evaluateOne(room: Room, request: GateRequest, dryRun: boolean): Promise<Result> {
  try {
    return await evaluateGate(room, { ...request, dryRun })
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    room.host.warn(`${request.pullRequest === undefined ? request.package : `#${request.pullRequest}`}: ${error.message}`)
    return { schema: 1, outcome: 'failed', reason: error.code, message: error.message }
  }
}

async function stalled(
  room: Room,
  world: World,
  environment: Environment,
): Promise<{ workflow: string; inputs: Record<string, string> } | undefined> {
  const rollback = openRollback(world.view, environment.name)
  const reset = openReset(world.view, environment.name)
  // One that failed waits for a person: each try throws its databases away again.
  if (reset?.state === 'failed') return undefined
  if (reset?.state === 'planned') return (await isCutOff(room, world, environment, reset)) ? resetAgain(reset) : undefined
  const waiting =
    pendingOperation(world.view, environment.name) !== undefined ||
    rollback?.state === 'intended' ||
    rollback?.state === 'restored'
  if (!waiting) return undefined
  const lease = currentLease(world.view, environment.name)
  const run = lease?.action === 'yield' ? undefined : lease?.by.run
  if (await isRunning(room, run)) return undefined
  return { workflow: workflows.deploy, inputs: { environment: environment.name } }
}

async function isRunning({ host }: Room, run: { id: number; attempt: number } | undefined): Promise<boolean> {
  return run !== undefined && (await host.forge.runState(run.id, run.attempt)) === 'running'
}

/** The run that planned it ended before it proposed anything. Where the branch moved since, a person has to see first what would go with it. */
async function isCutOff(room: Room, world: World, environment: Environment, { tip, by }: RecordOf<'reset'>): Promise<boolean> {
  return world.refs.get(`refs/heads/${environment.branch}`)?.oid === tip && !(await isRunning(room, by.run))
}

/** The same is asked for again. */
function resetAgain({ environment, chosen }: RecordOf<'reset'>): { workflow: string; inputs: Record<string, string> } {
  const packages = chosen.map((each) => `${each.name}@${each.version}`).join('\n')
  return { workflow: workflows.reset, inputs: { environment, packages } }
}
