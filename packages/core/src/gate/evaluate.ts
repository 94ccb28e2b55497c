import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { RecordOf } from '../ledger/history.ts'
import { promotionsOf } from '../ledger/promotions.ts'
import { openReset, resetOf } from '../ledger/resets.ts'
import { movesOf, openRollback } from '../ledger/rollbacks.ts'
import { formatPromotionBranch, parsePromotionBranch } from '../names/promotion-branch.ts'
import { parseOperationBranch } from '../names/operation-branch.ts'
import { parseRollbackBranch } from '../names/rollback-branch.ts'
import { parseSyncBranch } from '../names/sync-branch.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { closeProposal } from '../reset/close-proposal.ts'
import { evaluateReset } from '../reset/evaluate-reset.ts'
import { environmentOf, readWorld, tipOf, type World } from '../world.ts'
import { branchTroubles } from '../foreign/branch-troubles.ts'
import { mendLine, proposeAgain } from '../foreign/explain-trouble.ts'
import { adoptMerge } from './adopt-merge.ts'
import { decideHandMerge } from './decide-hand-merge.ts'
import { decide } from './decide.ts'
import { askAgain } from './ask-again.ts'
import { describeDecision, waitFor } from './wait-for.ts'
import { evaluateMergedSync, evaluateSync } from './evaluate-sync.ts'
import { gatherFacts } from './gather-facts.ts'
import { mergePromotion } from './merge-promotion.ts'
import { versionsNamed } from './named-version.ts'
import { evaluateRepair } from './evaluate-repair.ts'
import { closeOldRepair } from './close-old-repair.ts'

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
  const { environment, name, pull, reset } = await findPullRequest(room, world, request)
  const about = { environment: environment.name, packages: [name] }
  const adopted = await adoptMerge(room, world, environment, request.dryRun === true)
  if (adopted !== undefined) return adopted
  if (reset !== undefined) return evaluateResetPull(room, world, environment, reset, request)
  const rollback = openRollback(world.view, environment.name)
  if (rollback !== undefined && (pull === undefined || parseRollbackBranch(pull.head.branch) !== undefined)) {
    return evaluateRepair(room, world, environment, rollback, request.dryRun === true)
  }
  if (pull !== undefined && parseRollbackBranch(pull.head.branch) !== undefined) {
    return closeOldRepair(room, environment, pull, request.dryRun === true)
  }
  if (pull !== undefined && parseSyncBranch(pull.head.branch) !== undefined) {
    return evaluateSync(room, world, environment, pull, request.dryRun === true)
  }
  if (pull === undefined) return evaluateClosed(room, world, environment, name, request)
  const promotion = promotionsOf(world.view, pull.number).at(-1)
  const stale = await staleness(room, world, environment, pull, promotion)
  if (promotion === undefined || stale !== undefined)
    return askAgain(
      room,
      { environment: environment.name, package: name },
      pull,
      stale ?? 'it was never recorded',
      request.dryRun,
    )
  const facts = await gatherFacts(room, world, environment, pull, promotion)
  const decision = decide(facts)
  if (request.dryRun === true) return describeDecision(decision, pull, about)
  if (decision.state === 'pass') return mergePromotion(room, world, { environment, pull, promotion, facts, decision })
  return waitFor(room, { environment, pull, promotion, facts, decision })
}

/** Nothing of this name is open: a person merged it, or closed it, or nobody asked.
 *  @throws StagecoachError `package-missing` */
async function evaluateClosed(
  room: Room,
  world: World,
  environment: Environment,
  name: string,
  request: GateRequest,
): Promise<Result> {
  const { handMerges, unclear, proposal } = await branchTroubles(room, world, environment)
  if (name === '' && proposal?.kind === 'sync' && proposal.pullRequest === request.pullRequest)
    return evaluateMergedSync(room, world, environment, proposal, request.dryRun === true)
  const merge = handMerges.find(({ promotion }) => promotion.package.name === name)
  if (merge !== undefined) {
    const trouble = unclear.find((each) => each.package === name)
    return decideHandMerge(room, world, environment, merge, request.dryRun === true, (evaluated) =>
      request.dryRun === true
        ? Promise.resolve(
            describeDecision(evaluated.decision, evaluated.pull, { environment: environment.name, packages: [name] }),
          )
        : waitFor(room, evaluated, trouble),
    )
  }
  const about = { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', environment: environment.name } as const
  if (name === '') return { ...about, message: `#${request.pullRequest} is not open, and nothing of it waits.` }
  versionsNamed(world.view, name)
  return {
    ...about,
    message: `No promotion of ${name} to ${environment.name} is open.`,
    packages: [name],
    advice: [mendLine(proposeAgain(environment.name, name))],
  }
}

async function findPullRequest(
  room: Room,
  world: World,
  request: GateRequest,
): Promise<{ environment: Environment; name: string; pull: PullRequest | undefined; reset?: string }> {
  const { forge } = room.host
  if (request.pullRequest !== undefined) {
    const pull = await forge.get(request.pullRequest)
    const promotion = parsePromotionBranch(pull.head.branch)
    const operation = parseOperationBranch(pull.head.branch)
    const name = promotion?.environment ?? operation?.environment ?? parseSyncBranch(pull.head.branch)?.environment
    if (name === undefined) throw notOurs(pull)
    const environment = environmentOf(room, name)
    return {
      environment,
      name: promotion?.package ?? '',
      pull: pull.state === 'open' && pull.base.branch === environment.branch ? pull : undefined,
      ...(operation?.kind === 'reset' ? { reset: operation.operation } : {}),
    }
  }
  if (request.environment === undefined || request.package === undefined) {
    throw new StagecoachError('input-missing', 'A gate wants an environment and a package.', {
      hint: 'Name both (inputs `environment` and `package`). To look at everything pending: `stagecoach sweep` (neither input).',
    })
  }
  const environment = environmentOf(room, request.environment)
  const rollback = openRollback(world.view, environment.name)
  if (rollback !== undefined && movesOf(rollback).some((each) => each.package.name === request.package))
    return { environment, name: request.package, pull: undefined }
  const branch = formatPromotionBranch({ environment: environment.name, package: request.package })
  return { environment, name: request.package, pull: await forge.findOpen(branch, environment.branch) }
}

/** The pull request of a reset that came to its end, or whose place another took, is nothing to do. */
async function evaluateResetPull(
  room: Room,
  world: World,
  environment: Environment,
  operation: string,
  { dryRun }: GateRequest,
): Promise<Result> {
  const reset = openReset(world.view, environment.name)
  const about = { environment: environment.name, operation }
  if (reset?.operation === operation && dryRun !== true) return evaluateReset(room, world, environment, reset)
  const over = resetOf(world.view, environment.name, operation)
  // The run that gave it up was cut off before it closed the pull request.
  if (over?.state === 'withdrawn' && dryRun !== true) await closeProposal(room, over)
  const message =
    reset?.operation === operation
      ? `The reset of ${environment.name} is ${reset.state}.`
      : 'This reset is not under way any more.'
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, ...about }
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

function notOurs(pull: PullRequest): StagecoachError {
  return new StagecoachError('not-a-promotion', `#${pull.number} (${pull.head.branch}) is no promotion.`, {
    hint: 'Promotion branches are named promote/<environment>/<package>.',
  })
}
