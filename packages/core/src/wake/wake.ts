import { checkBranchName } from '../names/branch-name.ts'
import { printable } from '../names/name.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import { parseOperationBranch } from '../names/operation-branch.ts'
import { parseSyncBranch } from '../names/sync-branch.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { environmentOf } from '../world.ts'

type Next = NonNullable<Result['next']>[number]

interface Options {
  dryRun?: boolean
}

/**
 * The events of a branch run the workflow file of that branch, so with a GitHub App their job holds no key: it only starts the same workflow on
 * the default branch, with names that were checked here. Dispatched again it does no harm: each workflow looks before it acts.
 *  @throws StagecoachError `branch-name-invalid`
 */
export async function wakeBuild(room: Room, feature: string, options: Options = {}): Promise<Result> {
  return start(room, { workflow: workflows.build, inputs: { feature: checkBranchName(feature), ...wokenBy(room) } }, options)
}

/** A person pushed to `promote/<environment>/<package>` or `sync/<environment>`: it is brought up to date. Another branch is nothing to do.
 *  @throws StagecoachError `environment-unknown` */
export async function wakePromotion(room: Room, branch: string, options: Options = {}): Promise<Result> {
  const promotion = parsePromotionBranch(branch)
  const sync = parseSyncBranch(branch)
  if (sync !== undefined) {
    environmentOf(room, sync.environment)
    const inputs = { environment: sync.environment, sync: 'true', ...wokenBy(room) }
    return start(room, { workflow: workflows.promote, inputs }, options)
  }
  if (promotion === undefined) return otherBranch(branch)
  const { environment, package: name } = promotion
  environmentOf(room, environment)
  return start(room, { workflow: workflows.promote, inputs: { environment, package: name, ...wokenBy(room) } }, options)
}

/** What the gate of a branch rests on changed; without a branch everything that waits is looked at. Another branch is nothing to do.
 *  @throws StagecoachError `environment-unknown` */
export async function wakeGate(
  room: Room,
  about: { branch?: string; pullRequest?: number },
  options: Options = {},
): Promise<Result> {
  const inputs = about.branch === undefined ? numberOf(about.pullRequest) : gateInputs(about.branch, about.pullRequest)
  if (inputs === undefined) return otherBranch(about.branch ?? '')
  if (inputs['environment'] !== undefined) environmentOf(room, inputs['environment'])
  return start(room, { workflow: workflows.gate, inputs }, options)
}

/** Four eyes wants the person behind a build and a promotion: the dispatch below is made by a bot, and this run names the person. */
function wokenBy({ host }: Room): Record<string, string> {
  const { run } = host.actor
  return run === undefined ? {} : { 'woken-by': String(run.id) }
}

function gateInputs(branch: string, pullRequest: number | undefined): Record<string, string> | undefined {
  const promotion = parsePromotionBranch(branch)
  if (promotion !== undefined) return { environment: promotion.environment, package: promotion.package }
  const operation = parseOperationBranch(branch) ?? parseSyncBranch(branch)
  // Without its number the sweep finds it.
  if (operation === undefined || pullRequest === undefined) return operation === undefined ? undefined : {}
  return { environment: operation.environment, ...numberOf(pullRequest) }
}

function numberOf(pullRequest: number | undefined): Record<string, string> {
  return pullRequest === undefined ? {} : { 'pull-request': String(pullRequest) }
}

async function start(room: Room, next: Next, { dryRun = false }: Options): Promise<Result> {
  if (!dryRun) await room.host.forge.dispatch(next.workflow, next.inputs)
  const about = Object.values(next.inputs).join(' ')
  const message = `${dryRun ? 'Would start' : 'Started'} ${next.workflow} on ${room.defaultBranch}${about === '' ? '' : `: ${about}`}.`
  return { schema: 1, outcome: dryRun ? 'planned' : 'started', reason: 'done', message, next: [next] }
}

function otherBranch(branch: string): Result {
  const message = `The branch '${printable(branch)}' belongs to no promotion, rollback, sync or reset.`
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message }
}
