import { compositionDigest } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { digestOf } from '../digest.ts'
import { branchTroubles } from '../foreign/branch-troubles.ts'
import type { MergedProposal } from '../foreign/merged-proposal.ts'
import type { RecordOf } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import { syncForm, syncsOf } from '../ledger/syncs.ts'
import { blocked, type Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { gatherSync, type SyncSubject } from '../sync/sync-subject.ts'
import type { World } from '../world.ts'
import { adoptByHand } from './adopt-by-hand.ts'
import { askAgain } from './ask-again.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { evaluationEntries } from './evaluation.ts'
import type { GateFacts } from './facts.ts'
import { carryOut, closedGate, type Merge, type SeenAgain } from './merge-promotion.ts'
import { gatherSyncFacts } from './sync-facts.ts'
import { describeDecision, waitFor } from './wait-for.ts'

/** The pull request that brings production's newer content down, judged as a promotion is: merged when every gate is open, else it says whom it waits for. */
export async function evaluateSync(
  room: Room,
  world: World,
  environment: Environment,
  pull: PullRequest,
  dryRun: boolean,
): Promise<Result> {
  const record = syncsOf(world.view, pull.number).at(-1)
  const subject = await gatherSync(room, world, environment)
  const why = staleness(subject, pull, record)
  if (why !== undefined || record === undefined || 'kind' in subject)
    return askAgain(room, { environment: environment.name }, pull, why ?? 'it was never recorded', dryRun)
  const facts = await gatherSyncFacts(room, world, subject, pull, record)
  const decision = decide(facts)
  const evaluated = { environment, pull, promotion: syncForm(record), facts, decision }
  const about = { environment: environment.name, packages: record.brings.map((each) => each.name) }
  if (dryRun) return describeDecision(decision, pull, about)
  if (decision.state !== 'pass') return waitFor(room, evaluated)
  const look = (again: World): Promise<SeenAgain> => lookAgain(room, again, environment, pull, record)
  return carryOut(room, world, mergeOf(environment, pull, record, decision), () => evaluationEntries(room, evaluated), look)
}

async function lookAgain(
  room: Room,
  again: World,
  environment: Environment,
  { number }: PullRequest,
  record: RecordOf<'sync'>,
): Promise<SeenAgain> {
  const { pull, reviews: submitted } = await room.host.forge.reviewed(number)
  const subject = await gatherSync(room, again, environment)
  const moved = staleness(subject, pull, record)
  if (moved !== undefined || 'kind' in subject)
    return { pull, why: `The sync must be made again, since ${moved ?? 'production changed'}.` }
  const facts = await gatherSyncFacts(room, again, subject, pull, record, { submitted })
  return { pull, why: closedGate(decide(facts)) }
}

/** Why the recorded form of a sync is not the one that would be merged now. */
function staleness(
  subject: Awaited<ReturnType<typeof gatherSync>>,
  pull: PullRequest,
  record: RecordOf<'sync'> | undefined,
): string | undefined {
  if (record?.head !== pull.head.sha) return 'its branch was pushed to'
  if ('kind' in subject) return 'production changed'
  if (record.tip !== subject.tip.oid) return `${subject.environment.branch} moved`
  return movedProduction(subject, record)
}

function movedProduction({ production, plan }: SyncSubject, record: RecordOf<'sync'>): string | undefined {
  if (record.production.commit !== production.verified.commit) return `${production.environment} moved`
  return compositionDigest(record.packages) === compositionDigest(plan.after) ? undefined : 'other packages can come now'
}

function mergeOf(environment: Environment, pull: PullRequest, record: RecordOf<'sync'>, decision: Decision): Merge {
  const { operation, tip, head, tree, content, packages, effect } = record
  return {
    environment,
    pull,
    operation,
    verb: 'sync',
    tip,
    head,
    tree,
    content,
    packages,
    plan: effect?.digest ?? digestOf(decision),
    title: `Bring ${record.production.environment}'s newer content into ${environment.name} (#${pull.number})`,
  }
}

type SyncByHand = Extract<MergedProposal, { kind: 'sync' }>

/** A sync that a person merged before its gates were open, judged as if it were open still: on the tip it was made for. Until every gate is open it is not deployed. */
export async function evaluateMergedSync(
  room: Room,
  world: World,
  environment: Environment,
  { commit, sync }: SyncByHand,
  dryRun: boolean,
): Promise<Result> {
  const pull = await room.host.forge.get(sync.pullRequest)
  const about = { environment: environment.name, packages: sync.brings.map((each) => each.name), pullRequest: pull.number }
  const facts = await factsBefore(room, world, environment, pull, { commit, sync })
  if (typeof facts === 'string')
    return blocked('base-moved', `#${pull.number} was merged by hand before its gates were open, and ${facts} since.`, {
      ...about,
      advice: ['Take the merge out again as `stagecoach status` says; then it is made anew.'],
    })
  const decision = decide(facts)
  const evaluated = { environment, pull, promotion: syncForm(sync), facts, decision }
  if (dryRun) return describeDecision(decision, pull, about)
  if (decision.state !== 'pass') return waitFor(room, evaluated)
  const stillOpen = async (again: World): Promise<string | undefined> => {
    const { proposal } = await branchTroubles(room, again, environment)
    if (proposal?.commit.oid !== commit.oid) return `${environment.branch} moved`
    const now = await factsBefore(room, again, environment, pull, { commit, sync })
    if (typeof now === 'string') return now
    return closedGate(decide(now))
  }
  const merge = mergeOf(environment, pull, sync, decision)
  const evidence = (): NewEntry[] => evaluationEntries(room, evaluated)
  const adoption = { merge, commit, evidence, stillOpen }
  return orLeaseHeld(environment.name, sync.operation, () => adoptByHand(room, world, adoption))
}

/** What its gates would have looked at before the merge, or why it would be another sync by now. The branch of its pull request may be gone: the merge has the same tree as its head had. */
async function factsBefore(
  room: Room,
  world: World,
  environment: Environment,
  pull: PullRequest,
  { commit, sync }: Pick<SyncByHand, 'commit' | 'sync'>,
): Promise<GateFacts | string> {
  if (pull.head.sha !== sync.head) return 'its branch was pushed to'
  const before = { ...world, refs: new Map([...world.refs, [`refs/heads/${environment.branch}`, { oid: sync.tip }]]) }
  const subject = await gatherSync(room, before, environment)
  const moved = 'kind' in subject ? 'production changed' : movedProduction(subject, sync)
  if ('kind' in subject || moved !== undefined) return moved ?? 'production changed'
  return gatherSyncFacts(room, before, subject, pull, sync, { merged: commit.oid })
}
