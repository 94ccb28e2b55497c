import { countCommits } from '../git/history.ts'
import { readRef } from '../git/refs.ts'
import { HttpError, invalid, invalidBecause } from '../http/http-error.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { raisePullEvent } from './pull-events.ts'
import { pointPullHead, pullFacts } from './pull-state.ts'

export interface PullDraft {
  readonly title: string
  readonly body: string | null
  /** Branch names without owner. */
  readonly head: string
  readonly base: string
  readonly draft: boolean
}

/** Both repository and organisation settings stand behind this one answer. */
export function refuseActions(act: Act, repository: Repository): void {
  if (act.who.kind !== 'job' || repository.settings.actionsMayCreatePullRequests) return
  throw new HttpError(403, 'GitHub Actions is not permitted to create or approve pull requests.')
}

/** The tips of both branches. Throws 422 for an unknown branch, a twin that is open, or a head with nothing new. */
async function checkedTips(
  repository: Repository,
  draft: PullDraft,
): Promise<{ readonly baseSha: string; readonly headSha: string }> {
  const { bare } = repository
  const baseSha = readRef(bare, `refs/heads/${draft.base}`)
  if (baseSha === undefined) throw invalid('PullRequest', 'base', 'invalid')
  const headSha = readRef(bare, `refs/heads/${draft.head}`)
  if (headSha === undefined) throw invalid('PullRequest', 'head', 'invalid')
  const twin = repository.pulls.find(
    (pull) => pull.state === 'open' && pull.headRef === draft.head && pull.baseRef === draft.base,
  )
  if (twin !== undefined)
    throw invalidBecause('PullRequest', `A pull request already exists for ${repository.owner}:${draft.head}.`)
  if ((await countCommits(bare, baseSha, headSha)) === 0) {
    throw invalidBecause('PullRequest', `No commits between ${draft.base} and ${draft.head}`)
  }
  return { baseSha, headSha }
}

/** Opens a pull request. Throws 403 and 422 with GitHub's texts. */
export async function openPull(act: Act, repository: Repository, draft: PullDraft): Promise<PullRequest> {
  refuseActions(act, repository)
  const tips = await checkedTips(repository, draft)
  const now = act.world.clock.iso()
  const pull: PullRequest = {
    ...tips,
    id: act.world.nextId(),
    number: repository.pulls.length + 1,
    author: act.who.login,
    title: draft.title,
    body: draft.body,
    state: 'open',
    draft: draft.draft,
    headRef: draft.head,
    baseRef: draft.base,
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
    mergedAt: undefined,
    mergedBy: undefined,
    mergeCommit: undefined,
    labels: new Set(),
    requestedReviewers: new Set(),
    requestedTeams: new Set(),
    reviews: [],
    comments: [],
    testMerge: undefined,
  }
  repository.pulls.push(pull)
  act.record(repository, `pull ${pull.number}`, undefined, pullFacts(pull))
  await pointPullHead(repository, pull)
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'opened' })
  return pull
}
