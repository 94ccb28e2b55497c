import { StagecoachError } from '../error.ts'
import type { NewEntry, PromotionEntry } from '../ledger/record.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import type { Manifest, Oid } from '../package/package.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { GitRemote, PushResult, RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { statusContext } from '../workflows.ts'
import type { MergedSubject } from './merge-subject.ts'
import { promotionMarker, renderPromotionComment } from './promotion-comment.ts'
import type { PromotionSubject } from './subject.ts'
import type { Validation } from './validate.ts'

export interface Proposal {
  subject: PromotionSubject
  merged: MergedSubject
  manifest: Manifest
  operation: string
  validation: Validation | undefined
  releaseMissing: boolean
  /** Deletes branches of merged promotions in the same push. */
  done: readonly RefUpdate[]
}

export type Published =
  | { kind: 'published'; pull: PullRequest; opened: boolean }
  | { kind: 'workflow-files'; message: string }
  | { kind: 'stale'; message: string }

/** Branch, pull request, ledger, then what people see. Every step finds what an earlier attempt left. */
export async function publishPromotion(room: Room, proposal: Proposal, existing: Oid | undefined): Promise<Published> {
  const { host } = room
  const { subject, merged } = proposal
  const branch = formatPromotionBranch({ environment: subject.environment.name, package: subject.package.name })
  const resolution = await personResolution(room, proposal)
  const updates = [{ ref: `refs/heads/${branch}`, expected: existing, to: merged.head }, ...resolution.updates]
  const done = proposal.done.filter((each) => each.ref !== `refs/heads/${branch}`)
  const pushed = await pushWithCleaning(
    host.git,
    updates.filter((each) => each.expected !== each.to),
    done,
  )
  if (pushed.kind === 'stale') return { kind: 'stale', message: `The branch '${branch}' moved meanwhile.` }
  if (pushed.kind === 'refused') return pushRefused(branch, pushed)
  const { pull, opened } = await upsertPullRequest(room, proposal, branch)
  await host.ledger.append(() => [
    promotionEntry(room, proposal, pull.number),
    ...resolution.entries,
    ...subject.judgement.entries,
  ])
  const waits = merged.conflicts.length > 0 ? 'Conflicts wait for a person.' : 'The gates are being evaluated.'
  await host.forge.setStatus(merged.head, { context: statusContext, state: 'pending', description: waits, url: pull.url })
  await host.forge.upsertComment(pull.number, promotionMarker, await renderPromotionComment(room, pull.number))
  return { kind: 'published', pull, opened }
}

/** Deleting what is done comes along, and never keeps a promotion waiting: when someone pushed to such a branch, or a rule protects it, the rest goes alone. */
async function pushWithCleaning(git: GitRemote, updates: readonly RefUpdate[], done: readonly RefUpdate[]): Promise<PushResult> {
  if (updates.length === 0 || done.length === 0) return git.push(updates)
  const pushed = await git.push([...updates, ...done])
  return pushed.kind === 'pushed' ? pushed : git.push(updates)
}

function pushRefused(branch: string, refused: { code: string; reason: string }): Published {
  if (refused.code === 'workflow-files') {
    return {
      kind: 'workflow-files',
      message: `The package changes .github/workflows, which this token may not push to '${branch}'.`,
    }
  }
  throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${refused.reason}.`, {
    hint: 'Add `contents: write` to the job permissions.',
  })
}

async function upsertPullRequest(
  room: Room,
  { subject, merged }: Proposal,
  branch: string,
): Promise<{ pull: PullRequest; opened: boolean }> {
  const { forge } = room.host
  const { environment, package: pkg, replaces } = subject
  const draft = merged.conflicts.length > 0
  const title = `Promote ${pkg.name} ${pkg.version} to ${environment.name}`
  const from = replaces === undefined ? '' : ` It takes the place of ${replaces.name} ${replaces.version}.`
  const body = `Brings the package \`${pkg.name}\` (built from ${pkg.source}) into ${environment.name}.${from} Stagecoach keeps this branch and the comment below up to date; merge nothing by hand, the gate merges when every rule holds.\n`
  const found = await forge.findOpen(branch, environment.branch)
  if (found === undefined)
    return { pull: await forge.open({ head: branch, base: environment.branch, title, body, draft }), opened: true }
  if (found.title !== title || found.draft !== draft) {
    await forge.update(found.number, { title, body, nodeId: found.nodeId, ...(found.draft === draft ? {} : { draft }) })
  }
  return { pull: found, opened: false }
}

/** What a person decided is kept for the next environment, and counts from now on. */
async function personResolution(
  room: Room,
  { subject, merged }: Proposal,
): Promise<{ updates: RefUpdate[]; entries: NewEntry[] }> {
  const { person } = merged
  if (person === undefined || person.results.length === 0) return { updates: [], entries: [] }
  const by = person.commit.author.email
  const results = person.results.map((each) => ({ ...each, by, at: person.commit.committedAt }))
  const { update, ids } = await room.host.resolutions.prepare(results)
  const entry: NewEntry = {
    kind: 'resolution',
    key: `resolution:${person.commit.oid}`,
    environment: subject.environment.name,
    package: subject.package.name,
    person: by,
    paths: results.map((each) => each.conflict.path),
    ids,
  }
  return { updates: update === undefined ? [] : [update], entries: [entry] }
}

function promotionEntry(room: Room, proposal: Proposal, pullRequest: number): NewEntry {
  const { subject, merged, operation, validation } = proposal
  const { environment, package: pkg, replaces, tip, state, lane } = subject
  const conflicts = merged.conflicts.map((conflict) => `${conflict.path} (${conflict.reason})`).join(', ')
  const entry: PromotionEntry = {
    kind: 'promotion',
    operation,
    environment: environment.name,
    package: pkg,
    ...(replaces === undefined ? {} : { replaces }),
    pullRequest,
    tip: tip.oid,
    head: merged.head,
    tree: merged.tree,
    content: merged.content,
    state: merged.conflicts.length > 0 ? 'conflict' : 'ready',
    ...(validation === undefined ? {} : { effect: validation.effect }),
    ...(validation?.rehearsal === undefined ? {} : { rehearsal: validation.rehearsal }),
    ...(lane === undefined ? {} : { lane: { name: lane.name, reason: lane.reason } }),
    ...(merged.person === undefined ? {} : { resolvedBy: merged.person.commit.author.email }),
    neighbours: state.packages,
    findings: validation?.findings ?? [],
    overtakes: validation?.overtakes ?? [],
    ...(conflicts === '' ? {} : { detail: conflicts }),
  }
  // Another requester is another record: four eyes wants everyone who asked for it.
  const requester = room.host.actor.triggering ?? room.host.actor.login
  return { ...entry, key: `promotion:${pullRequest}:${merged.head}:${validation?.effect.digest ?? 'conflict'}:${requester}` }
}
