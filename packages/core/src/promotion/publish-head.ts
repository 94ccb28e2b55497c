import { StagecoachError } from '../error.ts'
import type { NewEntry } from '../ledger/record.ts'
import { statusContextOf } from '../names/status-context.ts'
import type { Oid } from '../package/package.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { GitRemote, PushResult, RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { MergedSubject } from './adopt-head.ts'
import { promotionMarker, renderPromotionComment } from './promotion-comment.ts'

/** What is put before people as one pull request, and what the ledger says of it. */
export interface Publication {
  branch: string
  /** Branch of the environment. */
  base: string
  title: string
  body: string
  merged: MergedSubject
  /** For the record of a person's resolution. */
  about: { environment: string; package: string }
  entries(pullRequest: number): NewEntry[]
  /** Deletes branches of merged pull requests in the same push. */
  done: readonly RefUpdate[]
}

export type Published =
  | { kind: 'published'; pull: PullRequest; opened: boolean }
  | { kind: 'workflow-files'; message: string }
  | { kind: 'stale'; message: string }
  /** Another run of it merged while this one looked. */
  | { kind: 'merged'; message: string }

/** Branch, pull request, ledger, then what people see. Every step finds what an earlier attempt left. `existing` is where the branch is now. */
export async function publishHead(room: Room, publication: Publication, existing: Oid | undefined): Promise<Published> {
  const { host } = room
  const { branch, merged } = publication
  const resolution = await personResolution(room, publication)
  const ref = `refs/heads/${branch}`
  const done = publication.done.filter((each) => each.ref !== ref)
  const push = (expected: Oid | undefined): Promise<PushResult> => {
    const updates = [{ ref, expected, to: merged.head }, ...resolution.updates]
    return pushWithCleaning(
      host.git,
      updates.filter((each) => each.expected !== each.to),
      done,
    )
  }
  let pushed = await push(existing)
  // Another run cleaned up the branch of what was merged before, between the look at it and this push.
  if (pushed.kind === 'stale' && existing !== undefined && !(await host.git.fetch([ref])).has(ref)) pushed = await push(undefined)
  if (pushed.kind === 'stale') return { kind: 'stale', message: `The branch '${branch}' moved meanwhile.` }
  if (pushed.kind === 'refused') return pushRefused(branch, pushed)
  const proposed = await upsertPullRequest(room, publication)
  if (proposed === undefined) return { kind: 'merged', message: `'${publication.base}' holds all of '${branch}' already.` }
  const { pull, opened } = proposed
  await host.ledger.append(() => [...publication.entries(pull.number), ...resolution.entries])
  const waits = merged.conflicts.length > 0 ? 'Conflicts wait for a person.' : 'The gates are being evaluated.'
  const context = statusContextOf(publication.about.environment)
  await host.forge.setStatus(merged.head, { context, state: 'pending', description: waits, url: pull.url })
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
      message: `It changes .github/workflows, which this token may not push to '${branch}'.`,
    }
  }
  throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${refused.reason}.`, {
    hint: 'Add `contents: write` to the job permissions (at a terminal: use a token that may push).',
  })
}

/** Undefined when the branch brings nothing that the environment's lacks: between the look at both and this the gate of another run merged it. */
async function upsertPullRequest(
  { host: { forge } }: Room,
  { branch, base, title, body, merged }: Publication,
): Promise<{ pull: PullRequest; opened: boolean } | undefined> {
  const draft = merged.conflicts.length > 0
  const found = await forge.findOpen(branch, base)
  if (found === undefined) {
    try {
      return { pull: await forge.open({ head: branch, base, title, body, draft }), opened: true }
    } catch (error) {
      if (error instanceof StagecoachError && error.code === 'pull-request-empty') return undefined
      throw error
    }
  }
  if (found.title !== title || found.draft !== draft) {
    await forge.update(found.number, { title, body, nodeId: found.nodeId, ...(found.draft === draft ? {} : { draft }) })
  }
  return { pull: found, opened: false }
}

/** What a person decided is kept for the next environment, and counts from now on. */
async function personResolution(
  room: Room,
  { merged, about }: Publication,
): Promise<{ updates: RefUpdate[]; entries: NewEntry[] }> {
  const { person } = merged
  if (person === undefined || person.results.length === 0) return { updates: [], entries: [] }
  const by = person.commit.author.email
  const results = person.results.map((each) => ({ ...each, by, at: person.commit.committedAt }))
  const { update, ids } = await room.host.resolutions.prepare(results)
  const entry: NewEntry = {
    kind: 'resolution',
    key: `resolution:${person.commit.oid}`,
    ...about,
    person: by,
    paths: results.map((each) => each.conflict.path),
    ids,
  }
  return { updates: update === undefined ? [] : [update], entries: [entry] }
}
