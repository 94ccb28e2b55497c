import { readRef } from '../git/refs.ts'
import { invalid, invalidBecause } from '../http/http-error.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { raisePullEvent } from './pull-events.ts'
import { changePull, closePull, pointPullHead } from './pull-state.ts'

export interface PullEdit {
  readonly title: string | undefined
  readonly body: string | undefined
  readonly base: string | undefined
  readonly state: 'open' | 'closed' | undefined
}

async function reopen(act: Act, repository: Repository, pull: PullRequest): Promise<void> {
  const headSha = readRef(repository.bare, `refs/heads/${pull.headRef}`)
  if (pull.mergedAt !== undefined || headSha === undefined) {
    throw invalidBecause('PullRequest', 'state cannot be changed. The pull request cannot be reopened.')
  }
  changePull(act, repository, pull, () => {
    pull.state = 'open'
    pull.closedAt = undefined
    pull.headSha = headSha
  })
  await pointPullHead(repository, pull)
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'reopened' })
}

async function changeWords(act: Act, repository: Repository, pull: PullRequest, edit: PullEdit): Promise<void> {
  const baseSha = edit.base === undefined ? undefined : readRef(repository.bare, `refs/heads/${edit.base}`)
  if (edit.base !== undefined && baseSha === undefined) throw invalid('PullRequest', 'base', 'invalid')
  const changes = {
    ...(edit.title === undefined || edit.title === pull.title ? {} : { title: { from: pull.title } }),
    ...(edit.body === undefined || edit.body === pull.body ? {} : { body: { from: pull.body } }),
    ...(edit.base === undefined || edit.base === pull.baseRef
      ? {}
      : { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } }),
  }
  if (Object.keys(changes).length === 0) return
  changePull(act, repository, pull, () => {
    pull.title = edit.title ?? pull.title
    pull.body = edit.body ?? pull.body
    pull.baseRef = edit.base ?? pull.baseRef
    pull.baseSha = baseSha ?? pull.baseSha
  })
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'edited', extra: { changes } })
}

/** Undefined leaves a field as it is. Throws 422 for an unknown base or a pull request that cannot be opened again. */
export async function editPull(act: Act, repository: Repository, pull: PullRequest, edit: PullEdit): Promise<void> {
  await changeWords(act, repository, pull, edit)
  if (edit.state === 'closed' && pull.state === 'open') await closePull(act, repository, pull)
  if (edit.state === 'open' && pull.state === 'closed') await reopen(act, repository, pull)
}

/** Draft and ready, which only GraphQL can change. */
export async function setDraft(act: Act, repository: Repository, pull: PullRequest, draft: boolean): Promise<void> {
  if (pull.draft === draft) return
  changePull(act, repository, pull, () => {
    pull.draft = draft
  })
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: draft ? 'converted_to_draft' : 'ready_for_review' })
}
