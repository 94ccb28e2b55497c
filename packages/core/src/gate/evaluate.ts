import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { RecordOf } from '../ledger/history.ts'
import { promotionsOf } from '../ledger/promotions.ts'
import { movesOf, openRollback } from '../ledger/rollbacks.ts'
import { formatPromotionBranch, parsePromotionBranch } from '../names/promotion-branch.ts'
import { parseRollbackBranch } from '../names/rollback-branch.ts'
import type { Result } from '../outcome.ts'
import { promotionMarker, renderPromotionComment } from '../promotion/promotion-comment.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { statusContext, workflows } from '../workflows.ts'
import { environmentOf, readWorld, tipOf, type World } from '../world.ts'
import { adoptMerge } from './adopt-merge.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { evaluationEntries, type Evaluated } from './evaluation.ts'
import { gatherFacts } from './gather-facts.ts'
import { mergePromotion } from './merge-promotion.ts'
import { evaluateRepair } from './evaluate-repair.ts'

/** Either an environment and a package, or the number of their pull request. */
export interface GateRequest {
  environment?: string
  package?: string
  pullRequest?: number
  dryRun?: boolean
}

/** Evaluates the gates of one promotion and exits: merges when all pass, else says on the pull request who or what it waits for. Nothing waits on a runner.
 *  @throws StagecoachError `input-missing`, `environment-unknown`, `permission-missing`, `merge-not-allowed`, … */
export async function evaluateGate(room: Room, request: GateRequest): Promise<Result> {
  const world = await readWorld(room)
  const { environment, name, pull } = await findPullRequest(room, world, request)
  const about = { environment: environment.name, packages: [name] }
  const adopted = await adoptMerge(room, world, environment)
  if (adopted !== undefined) return adopted
  const rollback = openRollback(world.view, environment.name)
  if (rollback !== undefined && (pull === undefined || parseRollbackBranch(pull.head.branch) !== undefined)) {
    return evaluateRepair(room, world, environment, rollback)
  }
  if (pull === undefined) {
    return {
      schema: 1,
      outcome: 'unchanged',
      reason: 'nothing-to-do',
      message: `No promotion of ${name} to ${environment.name} is open.`,
      ...about,
    }
  }
  const promotion = promotionsOf(world.view, pull.number).at(-1)
  const stale = await staleness(room, world, environment, pull, promotion)
  if (promotion === undefined || stale !== undefined)
    return askAgain(room, environment, name, pull, stale ?? 'it was never recorded', request)
  const facts = await gatherFacts(room, world, environment, pull, promotion)
  const decision = decide(facts)
  if (request.dryRun === true) return describe(decision, pull, about)
  if (decision.state === 'pass') return mergePromotion(room, world, { environment, pull, promotion, facts, decision })
  return waitFor(room, { environment, pull, promotion, facts, decision })
}

async function findPullRequest(
  room: Room,
  world: World,
  request: GateRequest,
): Promise<{ environment: Environment; name: string; pull: PullRequest | undefined }> {
  const { forge } = room.host
  if (request.pullRequest !== undefined) {
    const pull = await forge.get(request.pullRequest)
    const promotion = parsePromotionBranch(pull.head.branch)
    const rollback = parseRollbackBranch(pull.head.branch)
    const name = promotion?.environment ?? rollback?.environment
    if (name === undefined) throw notOurs(pull)
    const environment = environmentOf(room, name)
    return {
      environment,
      name: promotion?.package ?? '',
      pull: pull.state === 'open' && pull.base.branch === environment.branch ? pull : undefined,
    }
  }
  if (request.environment === undefined || request.package === undefined) {
    throw new StagecoachError('input-missing', 'A gate wants an environment and a package.', {
      hint: 'Give the inputs `environment` and `package`; without any, everything pending is swept.',
    })
  }
  const environment = environmentOf(room, request.environment)
  const rollback = openRollback(world.view, environment.name)
  if (rollback !== undefined && movesOf(rollback).some((each) => each.package.name === request.package))
    return { environment, name: request.package, pull: undefined }
  const branch = formatPromotionBranch({ environment: environment.name, package: request.package })
  return { environment, name: request.package, pull: await forge.findOpen(branch, environment.branch) }
}

/** Why the recorded form of a promotion is not the one that would be merged now. */
async function staleness(
  { host }: Room,
  world: World,
  environment: Environment,
  pull: PullRequest,
  promotion: RecordOf<'promotion'> | undefined,
): Promise<string | undefined> {
  if (promotion?.head !== pull.head.sha) return 'its branch was pushed to'
  if (promotion.tip !== tipOf(world, environment)) return `${environment.branch} moved`
  const { parents } = await host.git.commit(promotion.head)
  return parents.join() === promotion.tip ? undefined : `its branch is not one commit on ${environment.branch}`
}

/** The promotion is made again on what there is now: that run validates it and comes back here. */
async function askAgain(
  room: Room,
  environment: Environment,
  name: string,
  pull: PullRequest,
  why: string,
  request: GateRequest,
): Promise<Result> {
  const next = { workflow: workflows.promote, inputs: { environment: environment.name, package: name } }
  if (request.dryRun !== true) {
    await room.host.forge.setStatus(pull.head.sha, {
      context: statusContext,
      state: 'pending',
      description: `Made again: ${why}.`,
      url: pull.url,
    })
    await room.host.forge.dispatch(next.workflow, next.inputs)
  }
  return {
    schema: 1,
    outcome: 'pending',
    reason: why.startsWith('its branch') ? 'head-moved' : 'base-moved',
    message: `The promotion of ${name} to ${environment.name} is made again, since ${why}.`,
    environment: environment.name,
    packages: [name],
    pullRequest: pull.number,
    next: [next],
  }
}

async function waitFor(room: Room, evaluated: Evaluated): Promise<Result> {
  const { host } = room
  const { environment, pull, promotion, decision } = evaluated
  const about = { environment: environment.name, packages: [promotion.package.name] }
  await host.ledger.append(() => evaluationEntries(room, evaluated))
  const description = firstReason(decision).slice(0, 140)
  const state = decision.state === 'fail' ? 'failure' : 'pending'
  await host.forge.setStatus(pull.head.sha, { context: statusContext, state, description, url: pull.url })
  await host.forge.upsertComment(pull.number, promotionMarker, await renderPromotionComment(room, pull.number, decision))
  return describe(decision, pull, about)
}

function describe(decision: Decision, pull: PullRequest, about: { environment: string; packages: string[] }): Result {
  const shut = decision.gates.filter((gate) => gate.state !== 'pass')
  return {
    schema: 1,
    outcome: decision.state === 'pass' ? 'planned' : decision.state === 'fail' ? 'blocked' : 'pending',
    reason: decision.state === 'pass' ? 'done' : decision.state === 'fail' ? 'gates-failed' : 'gates-pending',
    message: shut.flatMap((gate) => gate.reasons.map((reason) => `${gate.gate}: ${reason}`)).join('\n') || 'Every gate is open.',
    ...about,
    pullRequest: pull.number,
    shas: { head: pull.head.sha },
    advice: shut.filter((gate) => gate.waitsOn.length > 0).map((gate) => `${gate.gate} waits for ${gate.waitsOn.join(', ')}.`),
  }
}

function firstReason(decision: Decision): string {
  const shut = decision.gates.find((gate) => gate.state === decision.state)
  return shut === undefined ? decision.state : `${shut.gate}: ${shut.reasons[0] ?? decision.state}`
}

function notOurs(pull: PullRequest): StagecoachError {
  return new StagecoachError('not-a-promotion', `#${pull.number} (${pull.head.branch}) is no promotion.`, {
    hint: 'Promotion branches are named promote/<environment>/<package>.',
  })
}
