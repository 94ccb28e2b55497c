import { readRef } from '../git/refs.ts'
import { swapRef } from '../git/swap-ref.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { raisePullEvent } from './pull-events.ts'

/** What the journal keeps of a pull request. */
export function pullFacts(pull: PullRequest): object {
  const { state, draft, title, headSha, baseRef, mergedAt } = pull
  return { state, draft, title, headSha, baseRef, merged: mergedAt !== undefined, labels: [...pull.labels] }
}

/** Changes a pull request, stamps it and notes the change in the journal. */
export function changePull(act: Act, repository: Repository, pull: PullRequest, change: (pull: PullRequest) => void): void {
  const before = pullFacts(pull)
  change(pull)
  pull.updatedAt = act.world.clock.iso()
  act.record(repository, `pull ${pull.number}`, before, pullFacts(pull))
}

export async function pointPullHead(repository: Repository, pull: PullRequest): Promise<void> {
  const ref = `refs/pull/${pull.number}/head`
  await swapRef(repository.bare, ref, readRef(repository.bare, ref), pull.headSha)
}

export async function closePull(act: Act, repository: Repository, pull: PullRequest): Promise<void> {
  changePull(act, repository, pull, () => {
    pull.state = 'closed'
    pull.closedAt = act.world.clock.iso()
  })
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'closed' })
}

/** Marks a pull request as merged, by the merge button or because its commits arrived in the base another way. */
export async function markMerged(
  act: Act,
  repository: Repository,
  pull: PullRequest,
  commit: string,
  baseBefore: string,
): Promise<void> {
  changePull(act, repository, pull, () => {
    const now = act.world.clock.iso()
    pull.state = 'closed'
    pull.baseSha = baseBefore
    pull.mergeCommit = commit
    pull.mergedAt = now
    pull.closedAt = now
    pull.mergedBy = act.who.login
  })
  const ref = `refs/pull/${pull.number}/merge`
  await swapRef(repository.bare, ref, readRef(repository.bare, ref), undefined)
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'closed' })
}
