import { isAncestor } from '../git/history.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { raisePullEvent } from './pull-events.ts'
import { changePull, closePull, markMerged, pointPullHead } from './pull-state.ts'
import { raisePushEvents } from './push-events.ts'

/** A ref that has already moved in the bare repository. Undefined: absent. */
export interface RefChange {
  readonly ref: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Raises no push, create or delete event. */
  readonly silent?: boolean
}

/**
 * What follows from a moved ref, whoever moved it: journal, push events, pull requests whose head or base it is.
 * Call it inside the repository's lock, right after the move.
 */
export async function followRefChange(act: Act, repository: Repository, change: RefChange): Promise<void> {
  const { ref, before, after } = change
  act.record(repository, `ref ${ref}`, before, after)
  repository.pushedAt = act.world.clock.iso()
  if (change.silent !== true) await raisePushEvents(act, repository, change)
  if (!ref.startsWith('refs/heads/')) return
  const branch = ref.slice('refs/heads/'.length)
  for (const pull of repository.pulls) {
    if (pull.state === 'open' && pull.headRef === branch) await followHead(act, repository, pull, after)
    if (pull.state === 'open' && pull.baseRef === branch) await followBase(act, repository, pull, before, after)
  }
}

async function followHead(act: Act, repository: Repository, pull: PullRequest, after: string | undefined): Promise<void> {
  if (after === undefined) return closePull(act, repository, pull)
  const before = pull.headSha
  changePull(act, repository, pull, () => {
    pull.headSha = after
    if (repository.protectionOf(pull.baseRef)?.dismissStaleReviews === true) dismissStale(pull)
  })
  await pointPullHead(repository, pull)
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'synchronize', extra: { before, after } })
}

function dismissStale(pull: PullRequest): void {
  for (const review of pull.reviews) if (review.state === 'APPROVED') review.state = 'DISMISSED'
}

async function followBase(
  act: Act,
  repository: Repository,
  pull: PullRequest,
  before: string | undefined,
  after: string | undefined,
): Promise<void> {
  if (after === undefined) return closePull(act, repository, pull)
  if (before !== undefined && (await isAncestor(repository.bare, pull.headSha, after))) {
    await markMerged(act, repository, pull, after, before)
  }
}
