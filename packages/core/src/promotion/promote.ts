import { compositionDigest, sameComposition } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { deletedBranch } from '../foreign/deleted-branch.ts'
import { blockedBy } from '../foreign/rewritten-branch.ts'
import { leftBehindPackages } from '../ledger/left-behind.ts'
import { operationId } from '../ledger/operation-id.ts'
import { completedOperations } from '../ledger/operations.ts'
import { ranByHalf } from '../ledger/rollbacks.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import { blocked, type Outcome, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { missingReleases } from '../release/missing-releases.ts'
import { storedRelease } from '../release/stored-release.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { refuseCompletion } from './completion.ts'
import { describeProposal } from './describe-proposal.ts'
import { overtakenBy } from './held-before.ts'
import type { MergedSubject } from './adopt-head.ts'
import { mergeSubject } from './merge-subject.ts'
import { mergedBranches } from './merged-branches.ts'
import { nothingLeft } from './nothing-left.ts'
import { publishPromotion, type Proposal } from './publish.ts'
import { refuse } from './refuse.ts'
import { refusePromotion, type Refusal } from './refusal.ts'
import { gatherSubject, promotionFacts, type PromotionRequest, type PromotionSubject } from './subject.ts'
import { summarizePromotions } from './summarize-promotions.ts'
import { validatePromotion, type Validation } from './validate.ts'
import { waitingPackages } from './waiting-packages.ts'

/** Proposes packages to an environment: one pull request for each, validated before anything is written, made again when its tip or version moved.
 *  @throws StagecoachError `environment-unknown`, `package-missing`, `lane-unknown`, `permission-missing`, `sql-syntax`, … */
export async function promote(room: Room, request: PromotionRequest): Promise<Result> {
  const environment = environmentOf(room, request.environment)
  let world = await readWorld(room)
  const deleted = deletedBranch(world, environment)
  if (deleted !== undefined) return blockedBy(environment, deleted)
  const wanted = request.packages.length > 0 ? request.packages : await waitingPackages(room, world, environment)
  const results: Result[] = []
  for (const [index, name] of wanted.entries()) {
    if (index > 0) world = await readWorld(room)
    results.push(await promoteOne(room, world, environment, name, request))
  }
  return summarizePromotions(environment, results)
}

async function promoteOne(
  room: Room,
  world: World,
  environment: Environment,
  name: string,
  request: PromotionRequest,
): Promise<Result> {
  const subject = await gatherSubject(room, world, environment, name, request)
  const about = { environment: environment.name, packages: [subject.package.name] }
  if (sameComposition(subject.after, subject.state.packages)) return nothingLeft(room, world, subject, request.dryRun === true)
  const refusal = refusePromotion(promotionFacts(room, world, subject))
  if (refusal !== undefined) return blocked(refusal.reason, refusal.message, { ...about, advice: refusal.advice })
  return mergeAndPublish(room, world, subject, request)
}

async function mergeAndPublish(room: Room, world: World, subject: PromotionSubject, request: PromotionRequest): Promise<Result> {
  const { host, config } = room
  const { environment, package: pkg } = subject
  const { dryRun } = request
  const { manifest } = await host.packages.readRef(pkg)
  const early = refuseCompletion(manifest, environment.name, lastVerified(world.view, environment.name)?.packages ?? [])
  if (early !== undefined) return refuse(room, subject, early, { dryRun })
  const branch = formatPromotionBranch({ environment: environment.name, package: pkg.name })
  const existing = world.refs.get(`refs/heads/${branch}`)?.oid
  const merged = await mergeSubject(room, world, subject, manifest, existing)
  const stop = refuseMerged(room, subject, merged)
  if (stop !== undefined) return refuse(room, subject, stop, { dryRun })
  const validation = merged.conflicts.length > 0 ? undefined : await validate(room, world, subject, merged).catch(refusedConfig)
  if (validation !== undefined && isRefused(validation))
    return refuse(room, subject, validation.refusal, { rehearsal: validation.rehearsal, dryRun })
  const releaseMissing =
    config.release !== undefined &&
    merged.conflicts.length === 0 &&
    (await storedRelease(host, world.view, merged.content)) === undefined
  const operation = operationOf(world, subject, merged)
  const proposal: Proposal = { subject, merged, manifest, operation, validation, releaseMissing, done: mergedBranches(world) }
  if (request.dryRun === true) return describeProposal(room, world, proposal)
  const releases = await missingReleases(room, world, {
    environment: environment.name,
    package: pkg.name,
    merged,
    missing: releaseMissing,
    tip: { oid: subject.tip.oid, content: subject.state.content },
  })
  return publishAndStart(room, proposal, existing, releases)
}

function operationOf(world: World, { environment, after }: PromotionSubject, { content }: MergedSubject): string {
  const completed = completedOperations(world.view, environment.name)
  return operationId({
    verb: 'promote',
    environment: environment.name,
    composition: compositionDigest(after),
    content,
    completed,
  })
}

async function publishAndStart(
  room: Room,
  proposal: Proposal,
  existing: string | undefined,
  releases: NonNullable<Result['releases']>,
): Promise<Result> {
  const { subject, merged, operation, releaseMissing } = proposal
  const about = { environment: subject.environment.name, packages: [subject.package.name], operation }
  const published = await publishPromotion(room, proposal, existing)
  if (published.kind === 'stale') return blocked('head-moved', published.message, { ...about, advice: ['Run it again.'] })
  if (published.kind === 'merged')
    return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message: published.message, ...about }
  if (published.kind === 'workflow-files') {
    const advice = [
      'A person with the `workflow` scope runs `stagecoach promote` from a terminal and merges the pull request, or a GitHub App with `workflows: write` does.',
    ]
    return blocked('workflow-files', published.message, { ...about, advice })
  }
  const { pull, opened } = published
  const next = await startGate(room, proposal)
  const conflict = merged.conflicts.length > 0
  // A person's head stays where it is, and what they decided counts from now on.
  const same = existing === merged.head && (merged.person?.results.length ?? 0) === 0
  const outcome: Outcome = conflict ? 'conflict' : opened ? 'opened' : same ? 'unchanged' : 'refreshed'
  const names = `${subject.package.name} ${subject.package.version}`
  return {
    schema: 1,
    outcome,
    reason: conflict ? 'text-conflict' : releaseMissing ? 'release-missing' : 'done',
    message: conflict
      ? conflictMessage(proposal, pull.number)
      : `${names} is proposed to ${subject.environment.name} in #${pull.number}${byLane(subject)}.`,
    ...about,
    pullRequest: pull.number,
    shas: { head: merged.head, tip: subject.tip.oid, content: merged.content },
    releases,
    next,
    ...(conflict ? { advice: [`Run \`stagecoach resolve ${pull.number}\` in a checkout of this repository.`] } : {}),
  }
}

function byLane({ lane }: PromotionSubject): string {
  return lane === undefined ? '' : ` by its lane ${lane.name}`
}

/** The gate, unless a release must be built first: its publishing job starts the gate then. */
async function startGate(room: Room, { subject, merged, releaseMissing }: Proposal): Promise<NonNullable<Result['next']>> {
  if (releaseMissing || merged.conflicts.length > 0) return []
  const inputs = { environment: subject.environment.name, package: subject.package.name }
  await room.host.forge.dispatch(workflows.gate, inputs)
  return [{ workflow: workflows.gate, inputs }]
}

function refuseMerged(
  { config }: Room,
  { environment, package: pkg }: PromotionSubject,
  merged: MergedSubject,
): Refusal | undefined {
  if (merged.refused?.kind === 'foreign-change') {
    const paths = merged.refused.paths.join(', ')
    return {
      reason: 'foreign-change',
      message: `The promotion branch carries changes that ${pkg.name} does not: ${paths}.`,
      advice: [
        `Put the change into the feature's branch, where it becomes another version. Then delete the promotion's branch, so that it is made again: git push origin :refs/heads/${formatPromotionBranch({ environment: environment.name, package: pkg.name })} && stagecoach promote ${environment.name} ${pkg.name}`,
      ],
    }
  }
  if (merged.refused?.kind === 'unfinished') return unfinished(pkg.name, merged.refused.why)
  const folder = `${config.database.migrations}/`
  const migrations = merged.conflicts.filter((conflict) => conflict.path.startsWith(folder)).map((conflict) => conflict.path)
  if (migrations.length === 0) return undefined
  return {
    reason: 'text-conflict',
    message: `Migrations are never merged by text, and these conflict: ${migrations.join(', ')}.`,
    advice: ['A migrations folder belongs to one package; give the file to one feature only.'],
  }
}

/** A person is at it: what they pushed stays, and the draft is not made again over it. */
function unfinished(name: string, why: string): Refusal {
  return {
    reason: 'text-conflict',
    message: `The promotion branch of ${name} holds a commit of a person that does not decide its conflicts: ${why}. It was left as it is.`,
    advice: [
      'Run `stagecoach resolve` with the number of the pull request: it begins with the right base, and what it pushes takes the place of that commit.',
    ],
  }
}

async function validate(room: Room, world: World, subject: PromotionSubject, merged: MergedSubject): Promise<Validation> {
  const { environment, package: pkg, state, after, tip } = subject
  const overtaken = overtakenBy(world.view, environment.after, pkg, after)
  return validatePromotion(room, {
    environment,
    package: pkg,
    before: state.packages,
    leftBehind: leftBehindPackages(world.view, environment.name, state.packages),
    ran: ranByHalf(world.view, environment.name),
    after,
    tip: tip.oid,
    tree: merged.tree,
    overtaken,
    proved: (digest, migration) => undoProof(world.view, environment.name, digest, migration) === 'proved',
  })
}

type Refused = Pick<Validation, 'rehearsal'> & { refusal: Refusal }

function isRefused(validation: Validation | Refused): validation is Refused {
  return validation.refusal !== undefined
}

/** What the configuration lacks is kept like whatever else a validation finds: people mend it, and look for the reason later. */
function refusedConfig(error: unknown): Refused {
  if (!(error instanceof StagecoachError) || error.code !== 'config-missing') throw error
  return { refusal: { reason: error.code, message: error.message, advice: error.hint === undefined ? [] : [error.hint] } }
}

function conflictMessage({ subject, merged }: Proposal, pullRequest: number): string {
  const paths = merged.conflicts.map((conflict) => conflict.path).join(', ')
  return `${subject.package.name} conflicts with what ${subject.environment.name} holds in ${paths}; #${pullRequest} is a draft until a person resolves it.`
}
