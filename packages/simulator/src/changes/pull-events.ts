import { changedPaths } from '../git/changed-files.ts'
import { readCommit } from '../git/commits.ts'
import { mergeBase } from '../git/history.ts'
import { readRef } from '../git/refs.ts'
import type { EventName } from '../events.ts'
import type { JsonObject } from '../present/json.ts'
import { presentPull } from '../present/pull-request.ts'
import { presentRepository } from '../present/repository.ts'
import { presentUser } from '../present/user.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { testMerge } from './mergeability.ts'

/** `repository` and `sender`, which every payload has. */
export function envelope(act: Act, repository: Repository): JsonObject {
  const owner = act.world.accounts.find(repository.owner)
  return {
    repository: presentRepository(act.world, repository),
    sender: presentUser(act.world, act.actor),
    ...(owner?.type === 'Organization' ? { organization: { login: owner.login, id: owner.id } } : {}),
  }
}

async function pathsOf(repository: Repository, pull: PullRequest): Promise<readonly string[]> {
  const base = readRef(repository.bare, `refs/heads/${pull.baseRef}`)
  const fork = base === undefined ? undefined : await mergeBase(repository.bare, base, pull.headSha)
  return fork === undefined ? [] : changedPaths(repository.bare, fork, pull.headSha)
}

interface PullEvent {
  readonly name: Extract<EventName, 'pull_request' | 'pull_request_review'>
  readonly action: string
  /** Fields of this action: `before` and `after`, `review`, `label`, `changes`. */
  readonly extra?: JsonObject
}

/**
 * Raises an event of a pull request. Its runs see the test merge; on a conflict GitHub has none and starts nothing
 * (except for `closed` and for pull_request_target, which sees the base).
 */
export async function raisePullEvent(act: Act, repository: Repository, pull: PullRequest, event: PullEvent): Promise<void> {
  const merge = pull.mergeCommit ?? (await testMerge(act.world, repository, pull))?.commit
  const payload: JsonObject = {
    action: event.action,
    number: pull.number,
    pull_request: presentPull(act.world, repository, pull),
    ...event.extra,
    ...envelope(act, repository),
  }
  const common = {
    action: event.action,
    headBranch: pull.headRef,
    headSha: pull.headSha,
    baseBranch: pull.baseRef,
    changedPaths: await pathsOf(repository, pull),
    payload,
  }
  const sha = merge ?? (event.action === 'closed' ? pull.headSha : undefined)
  if (sha === undefined) {
    act.record(repository, `event ${event.name}.${event.action}`, undefined, { silent: 'the pull request has a conflict' })
  } else {
    const { message } = await readCommit(repository.bare, pull.headSha)
    const ref = `refs/pull/${pull.number}/merge`
    act.raise(repository, { ...common, name: event.name, ref, sha, workflowSha: sha }, message)
  }
  const base = readRef(repository.bare, `refs/heads/${pull.baseRef}`)
  if (event.name !== 'pull_request' || base === undefined) return
  act.raise(repository, {
    ...common,
    name: 'pull_request_target',
    ref: `refs/heads/${pull.baseRef}`,
    sha: base,
    workflowSha: base,
  })
}
