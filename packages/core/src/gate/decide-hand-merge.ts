import type { Environment } from '../config/config.ts'
import { withPackage } from '../composition/composition.ts'
import { readState } from '../composition/branch-state.ts'
import { digestOf } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { branchTroubles, type HandMerge } from '../foreign/branch-troubles.ts'
import { claimLease, leaseEntry, type ClaimedLease } from '../ledger/claim-lease.ts'
import { viewHistory } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import { blocked, type Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import type { World } from '../world.ts'
import { decide } from './decide.ts'
import { evaluationEntries, type Evaluated } from './evaluation.ts'
import { gatherFacts } from './gather-facts.ts'

/** A promotion that a person merged before its gates were open, judged as if it were open still: on the tip it was made for.
 *  When every gate is open the merge is recorded as decided and its deployment started; until then it is not deployed. */
export async function decideHandMerge(
  room: Room,
  world: World,
  environment: Environment,
  merge: HandMerge,
  dryRun: boolean,
  waitFor: (evaluated: Evaluated) => Promise<Result>,
): Promise<Result> {
  const pull = await room.host.forge.get(merge.promotion.pullRequest)
  const evaluated = await evaluateBefore(room, world, environment, merge, pull)
  if (evaluated.decision.state !== 'pass') return waitFor(evaluated)
  if (dryRun) return result(evaluated, merge, 'planned', 'Every gate is open: the merge would be recorded and deployed.')
  return adopt(room, world, evaluated, merge)
}

async function evaluateBefore(
  room: Room,
  world: World,
  environment: Environment,
  { commit, promotion }: HandMerge,
  pull: PullRequest,
): Promise<Evaluated> {
  const refs = new Map([...world.refs, [`refs/heads/${environment.branch}`, { oid: promotion.tip }]])
  // The branch of a merged pull request may be gone: the merge has the same tree as its head had.
  const facts = await gatherFacts(room, { ...world, refs }, environment, pull, { ...promotion, head: commit.oid })
  return { environment, pull, promotion, facts, decision: decide(facts) }
}

async function adopt(room: Room, world: World, evaluated: Evaluated, merge: HandMerge): Promise<Result> {
  const { host } = room
  const { environment, pull, promotion } = evaluated
  const { operation } = promotion
  let lease: ClaimedLease
  try {
    lease = await claimLease(room, world.view, environment.name, operation, () => evaluationEntries(room, evaluated))
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'lease-held') throw error
    return blocked('lease-held', error.message, { ...about(evaluated), advice: [error.hint ?? ''] })
  }
  const { fence, history } = lease
  const refs = await host.git.fetch([`refs/heads/${environment.branch}`])
  const again: World = { refs: new Map([...world.refs, ...refs]), history, view: viewHistory(history) }
  const there = (await branchTroubles(room, again, environment)).handMerges.some(({ commit }) => commit.oid === merge.commit.oid)
  const open = there && (await evaluateBefore(room, again, environment, merge, pull)).decision.state === 'pass'
  const now = host.clock.now()
  if (!open) {
    await host.ledger.append(() => [leaseEntry('release', environment.name, operation, fence, now)])
    return result(evaluated, merge, 'pending', 'A gate closed, or the branch moved, while the lease was taken.')
  }
  const intent = await intentOf(room, evaluated)
  await host.ledger.append(() => [
    intent,
    { kind: 'merged', key: `merged:${operation}`, operation, environment: environment.name, commit: merge.commit.oid },
    leaseEntry('yield', environment.name, operation, fence, now),
  ])
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  const message = `#${pull.number} was merged by hand as ${merge.commit.oid}; every gate is open, so the merge counts and its deployment is started.`
  return { ...result(evaluated, merge, 'merged', message), next: [next] }
}

async function intentOf({ host }: Room, { environment, pull, promotion, decision }: Evaluated): Promise<NewEntry> {
  const { operation, tip, head, tree, content, package: pkg, effect } = promotion
  const { packages } = await readState(host.git, tip)
  return {
    kind: 'intent',
    key: `intent:${operation}:${head}`,
    verb: 'promote',
    operation,
    environment: environment.name,
    pullRequest: pull.number,
    tip,
    head,
    tree,
    content,
    packages: withPackage(packages, pkg),
    plan: effect?.digest ?? digestOf(decision),
  }
}

function about({ environment, pull, promotion }: Evaluated): Partial<Result> {
  const { operation, package: pkg } = promotion
  return { environment: environment.name, packages: [pkg.name], operation, pullRequest: pull.number }
}

function result(evaluated: Evaluated, { commit }: HandMerge, outcome: 'merged' | 'pending' | 'planned', message: string): Result {
  const reason = outcome === 'pending' ? 'base-moved' : 'done'
  const { tip, head, content } = evaluated.promotion
  return { schema: 1, outcome, reason, message, ...about(evaluated), shas: { head, tip, merge: commit.oid, content } }
}
