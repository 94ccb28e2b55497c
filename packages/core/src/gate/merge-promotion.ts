import { StagecoachError } from '../error.ts'
import { digestOf } from '../digest.ts'
import { withPackage } from '../composition/composition.ts'
import { readState } from '../composition/branch-state.ts'
import { claimLease, leaseEntry, type ClaimedLease } from '../ledger/claim-lease.ts'
import { viewHistory } from '../ledger/history.ts'
import type { IntentEntry, NewEntry } from '../ledger/record.ts'
import { statusContextOf } from '../names/status-context.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { MergeOutcome, PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { tipOf, type World } from '../world.ts'
import { gatherFacts } from './gather-facts.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { mergedElsewhere } from './merged-elsewhere.ts'
import { otherBase } from './other-base.ts'
import { withdraw } from './withdraw.ts'
import { evaluationEntries, type Evaluated } from './evaluation.ts'
import type { Environment } from '../config/config.ts'

/** What a gate merges: a head made for a tip, and the tree and set that must come of it. */
export interface Merge {
  environment: Environment
  pull: PullRequest
  operation: string
  verb: IntentEntry['verb']
  tip: Oid
  head: Oid
  tree: Oid
  content: Oid
  packages: PackageRef[]
  plan: string
  title: string
}

/** A decision that passed is carried out: lease and intent in one append, tip and facts read again, status, merge with the expected head, look at the result, hand over to the deployment. */
export async function mergePromotion(room: Room, world: World, evaluated: Evaluated): Promise<Result> {
  const { environment, pull, promotion, decision } = evaluated
  const state = await readState(room.host.git, promotion.tip)
  const { package: pkg, operation, tip, head, tree, content } = promotion
  const merge: Merge = {
    environment,
    pull,
    operation,
    verb: 'promote',
    tip,
    head,
    tree,
    content,
    packages: withPackage(state.packages, pkg),
    plan: promotion.effect?.digest ?? digestOf(decision),
    title: `Promote ${pkg.name} ${pkg.version} to ${environment.name} (#${pull.number})`,
  }
  return carryOut(
    room,
    world,
    merge,
    () => evaluationEntries(room, evaluated),
    async (again) => {
      const { pull: now, reviews: submitted } = await room.host.forge.reviewed(pull.number)
      const facts = await gatherFacts(room, again, environment, now, promotion, { submitted })
      return { pull: now, why: closedGate(decide(facts)) }
    },
  )
}

/** The pull request as GitHub has it now, and why it must not be merged if a gate closed. */
export interface SeenAgain {
  pull: PullRequest
  why: string | undefined
}

export function closedGate({ state }: Decision): string | undefined {
  return state === 'pass' ? undefined : 'A gate closed while the lease was taken.'
}

/** Takes the lease, merges and hands over. `look` reads pull request and facts again under the lease. */
export async function carryOut(
  room: Room,
  world: World,
  merge: Merge,
  evidence: () => NewEntry[],
  look: (again: World) => Promise<SeenAgain>,
): Promise<Result> {
  const { host } = room
  const { environment, operation, pull } = merge
  const about = {
    environment: environment.name,
    packages: merge.packages.map((each) => each.name),
    operation,
    pullRequest: pull.number,
  }
  let lease: ClaimedLease
  try {
    lease = await claimLease(room, world.view, environment.name, operation, () => [...evidence(), intentEntry(merge)])
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'lease-held') throw error
    return blocked('lease-held', error.message, { ...about, advice: [error.hint ?? ''] })
  }
  const refs = await host.git.fetch([`refs/heads/${environment.branch}`, `refs/heads/${pull.head.branch}`])
  const { fence, history } = lease
  // The ledger as it was when the lease was won: a hold or stop recorded since the first look counts.
  const again = { refs: new Map([...world.refs, ...refs]), history, view: viewHistory(history) }
  const against = await whyNot(merge, again, look)
  if (against !== undefined) return withdraw(room, merge, fence, 'base-moved', against)
  await host.forge.setStatus(merge.head, {
    context: statusContextOf(environment.name),
    state: 'success',
    description: 'Every gate is open.',
    url: pull.url,
  })
  const outcome = await host.forge.merge(pull.number, merge.head, merge.title, `Stagecoach-Operation: ${operation}`)
  if (outcome.kind !== 'merged') return notMerged(room, merge, fence, outcome)
  return handOver(room, merge, fence, outcome.commit)
}

async function whyNot(
  { environment, tip }: Merge,
  again: World,
  look: (again: World) => Promise<SeenAgain>,
): Promise<string | undefined> {
  if (tipOf(again, environment) !== tip) return `${environment.branch} moved.`
  const { pull, why } = await look(again)
  return otherBase(environment, pull) ?? why
}

function intentEntry(merge: Merge): NewEntry {
  const { environment, operation, verb, pull, tip, head, tree, content, packages, plan } = merge
  const key = `intent:${operation}:${head}`
  return {
    kind: 'intent',
    key,
    verb,
    operation,
    environment: environment.name,
    pullRequest: pull.number,
    tip,
    head,
    tree,
    content,
    packages,
    plan,
  }
}

/** Looks at what the merge made: anything but the intended tree on the intended tip is foreign, and not deployed until it is proved again. */
async function handOver(room: Room, merge: Merge, fence: number, merged: Oid): Promise<Result> {
  const { host } = room
  const { environment, operation, pull } = merge
  const elsewhere = await mergedElsewhere(room, merge, fence, merged)
  if (elsewhere !== undefined) return elsewhere
  const commit = await host.git.commit(merged)
  if (commit.parents[0] !== merge.tip || commit.tree !== merge.tree) {
    return withdraw(room, merge, fence, 'base-moved', `The merge ${merged} is not the tree that was decided on.`)
  }
  await host.ledger.append(() => [
    { kind: 'merged', key: `merged:${operation}`, operation, environment: environment.name, commit: merged },
    leaseEntry('yield', environment.name, operation, fence, host.clock.now()),
  ])
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  return {
    schema: 1,
    outcome: 'merged',
    reason: 'done',
    message: `#${pull.number} is merged into ${environment.branch}; its deployment is started.`,
    operation,
    environment: environment.name,
    packages: merge.packages.map((each) => each.name),
    pullRequest: pull.number,
    shas: { head: merge.head, tip: merge.tip, merge: merged, content: merge.content },
    next: [next],
  }
}

async function notMerged(
  room: Room,
  merge: Merge,
  fence: number,
  outcome: Exclude<MergeOutcome, { kind: 'merged' }>,
): Promise<Result> {
  switch (outcome.kind) {
    case 'head-moved':
      return withdraw(room, merge, fence, 'head-moved', 'Someone pushed to the promotion branch meanwhile.')
    case 'base-moved':
      return withdraw(room, merge, fence, 'base-moved', `${merge.environment.branch} moved meanwhile.`)
    case 'workflow-files':
      return withdraw(room, merge, fence, 'workflow-files', outcome.message)
    case 'not-mergeable':
    case 'method-not-allowed': {
      // The rule of the branch that it asks for by now, which this environment's status does not satisfy.
      const elsewhere = otherBase(merge.environment, await room.host.forge.get(merge.pull.number))
      if (elsewhere !== undefined) return withdraw(room, merge, fence, 'base-moved', elsewhere)
      await withdraw(room, merge, fence, 'gates-pending', outcome.message)
      throw new StagecoachError('merge-not-allowed', `GitHub refuses to merge #${merge.pull.number}: ${outcome.message}`, {
        hint: `Allow merge commits in the repository settings, and require no status but ${statusContextOf(merge.environment.name)} and your checks on ${merge.environment.branch}.`,
      })
    }
  }
}
