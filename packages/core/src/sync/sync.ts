import { compositionDigest } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { leftBehindPackages } from '../ledger/left-behind.ts'
import { operationId } from '../ledger/operation-id.ts'
import { completedOperations } from '../ledger/operations.ts'
import { ranByHalf } from '../ledger/rollbacks.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import { formatSyncBranch } from '../names/sync-branch.ts'
import { blocked, type Outcome, type Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import { adoptHead, type MergedSubject } from '../promotion/adopt-head.ts'
import { mergedBranches } from '../promotion/merged-branches.ts'
import { refuseChange } from '../promotion/refusal.ts'
import { targetFacts } from '../promotion/subject.ts'
import { summarizePromotions } from '../promotion/summarize-promotions.ts'
import { validatePromotion, type Validation } from '../promotion/validate.ts'
import { missingReleases } from '../release/missing-releases.ts'
import { storedRelease } from '../release/stored-release.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { describeBrought } from './describe-brought.ts'
import { lacksNothing, nothingToBring } from './nothing-to-bring.ts'
import { publishSync, type SyncProposal } from './publish-sync.ts'
import { aboutSync, describeSync, leftOut, refuseMerged, refuseValidated, refuseWorkflowFiles } from './sync-results.ts'
import { bringsNothing, replaySync } from './replay-sync.ts'
import { syncCommit } from './sync-commit.ts'
import { gatherSync, type SyncSubject } from './sync-subject.ts'

export interface SyncRequest {
  /** None means every environment before production. */
  environment?: string
  dryRun?: boolean
}

/** Brings production's newer content down: one pull request for each environment, validated before anything is written, made again when tip or production moved.
 *  @throws StagecoachError `environment-unknown`, `sync-production`, `permission-missing`, … */
export async function sync(room: Room, request: SyncRequest): Promise<Result> {
  const wanted = environmentsOf(room, request.environment)
  const results: Result[] = []
  for (const environment of wanted) results.push(await syncOne(room, await readWorld(room), environment, request.dryRun === true))
  return summarizePromotions(wanted[0] ?? environmentOf(room, request.environment ?? ''), results)
}

function environmentsOf(room: Room, name: string | undefined): Environment[] {
  if (name === undefined) return room.config.environments.filter((each) => !each.production)
  const environment = environmentOf(room, name)
  if (!environment.production) return [environment]
  throw new StagecoachError('sync-production', `Nothing is brought down into ${name}: it is production.`, {
    hint: 'Name an environment before it, or none for all of them.',
  })
}

async function syncOne(room: Room, world: World, environment: Environment, dryRun: boolean): Promise<Result> {
  const subject = await gatherSync(room, world, environment)
  if ('kind' in subject) return nothingToBring(room, environment, subject, dryRun)
  const replay = await replaySync(room.host, world.view, subject)
  if (bringsNothing(subject, replay)) return lacksNothing(room, subject, dryRun)
  const refusal = refuseChange(
    targetFacts(
      room,
      world,
      subject,
      subject.plan.raise.map((each) => each.name),
    ),
  )
  if (refusal !== undefined) return blocked(refusal.reason, refusal.message, { ...aboutSync(subject), advice: refusal.advice })
  const existing = world.refs.get(`refs/heads/${formatSyncBranch({ environment: environment.name })}`)?.oid
  const head = await room.host.git.writeCommit(syncCommit(replay.tree, subject))
  const merged = await adoptHead(room, world.view.of('sync', environment.name), subject.tip.oid, replay, head, existing)
  const stop = refuseMerged(room, subject, merged)
  if (stop !== undefined) return stop
  return propose(room, world, subject, merged, existing, dryRun)
}

async function propose(
  room: Room,
  world: World,
  subject: SyncSubject,
  merged: MergedSubject,
  existing: Oid | undefined,
  dryRun: boolean,
): Promise<Result> {
  const validation = merged.conflicts.length > 0 ? undefined : await validate(room, world, subject, merged)
  if (validation?.refusal !== undefined) return refuseValidated(subject, validation.refusal)
  const releaseMissing =
    room.config.release !== undefined &&
    merged.conflicts.length === 0 &&
    (await storedRelease(room.host, world.view, merged.content)) === undefined
  const operation = operationId({
    verb: 'sync',
    environment: subject.environment.name,
    composition: compositionDigest(subject.plan.after),
    content: merged.content,
    completed: completedOperations(world.view, subject.environment.name),
  })
  const proposal: SyncProposal = { subject, merged, operation, validation, done: mergedBranches(world) }
  if (dryRun) return describeSync(proposal)
  const published = await publishSync(room, proposal, existing)
  if (published.kind === 'stale')
    return blocked('head-moved', published.message, { ...aboutSync(subject), advice: ['Run it again.'] })
  if (published.kind === 'merged')
    return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message: published.message, ...aboutSync(subject) }
  if (published.kind === 'workflow-files') return refuseWorkflowFiles(subject, published.message)
  const releases = await missingReleases(room, world, {
    environment: subject.environment.name,
    merged,
    missing: releaseMissing,
    tip: { oid: subject.tip.oid, content: subject.state.content },
  })
  return proposed(room, proposal, published, existing, { releaseMissing, releases })
}

async function proposed(
  room: Room,
  { subject, merged, operation }: SyncProposal,
  { pull, opened }: { pull: { number: number }; opened: boolean },
  existing: Oid | undefined,
  { releaseMissing, releases }: { releaseMissing: boolean; releases: NonNullable<Result['releases']> },
): Promise<Result> {
  const { environment, production, tip } = subject
  const conflict = merged.conflicts.length > 0
  const next = [{ workflow: workflows.gate, inputs: { environment: environment.name, 'pull-request': String(pull.number) } }]
  const starts = conflict || releaseMissing ? [] : next
  for (const { workflow, inputs } of starts) await room.host.forge.dispatch(workflow, inputs)
  const same = existing === merged.head && (merged.person?.results.length ?? 0) === 0
  const outcome: Outcome = conflict ? 'conflict' : opened ? 'opened' : same ? 'unchanged' : 'refreshed'
  const paths = merged.conflicts.map((each) => each.path).join(', ')
  return {
    schema: 1,
    outcome,
    reason: conflict ? 'text-conflict' : releaseMissing ? 'release-missing' : 'done',
    message: conflict
      ? `${production.environment} conflicts with what ${environment.name} holds in ${paths}; #${pull.number} is a draft until a person resolves it.`
      : `${describeBrought(subject)} of ${production.environment} ${opened ? 'is' : 'stays'} proposed to ${environment.name} in #${pull.number}.`,
    ...aboutSync(subject),
    operation,
    pullRequest: pull.number,
    shas: { head: merged.head, tip: tip.oid, content: merged.content },
    releases,
    next: starts,
    advice: [
      ...(conflict ? [`Run \`stagecoach resolve ${pull.number}\` in a checkout of this repository.`] : []),
      ...leftOut(subject),
    ],
  }
}

function validate(room: Room, world: World, subject: SyncSubject, merged: MergedSubject): Promise<Validation> {
  const { environment, state, plan, tip } = subject
  return validatePromotion(room, {
    environment,
    before: state.packages,
    leftBehind: leftBehindPackages(world.view, environment.name, state.packages),
    ran: ranByHalf(world.view, environment.name),
    after: plan.after,
    tip: tip.oid,
    tree: merged.tree,
    overtaken: [],
    proved: (digest, migration) => undoProof(world.view, environment.name, digest, migration) === 'proved',
  })
}
