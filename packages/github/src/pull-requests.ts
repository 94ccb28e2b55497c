import { pullBranches, StagecoachError, type PullRequest, type PullRequestDraft, type PullRequests } from '@stagecoach/core'
import { repeatable, type Api } from './api.ts'
import { readFailure, type Failure } from './failure.ts'
import { allPages, fullPage } from './paginate.ts'
import { readPullRequest, type PullRequestAnswer } from './read-pull-request.ts'
import { setDraft } from './set-draft.ts'
import { untilSeen } from './repeat.ts'

type PullRequestPort = Pick<PullRequests, 'findOpen' | 'listOpen' | 'get' | 'open' | 'update'>

export function pullRequests(api: Api): PullRequestPort {
  const { client, owner, repo } = api
  const findOpen = async (head: string, base: string): Promise<PullRequest | undefined> => {
    const found = await api.attempt(`look for the pull request of "${head}"`, () =>
      client.rest.pulls.list({ owner, repo, state: 'open', head: `${owner}:${head}`, base, ...fullPage }),
    )
    const ours = found.data.find((entry) => entry.head.ref === head && entry.base.ref === base && isOwn(api, entry))
    return ours === undefined ? undefined : readPullRequest(ours)
  }
  return {
    findOpen,
    async listOpen() {
      const all = await api.attempt('list the open pull requests', () =>
        allPages(client.paginate.iterator(client.rest.pulls.list, { owner, repo, state: 'open', ...fullPage })),
      )
      return all
        .filter((entry) => pullBranches.some((each) => entry.head.ref.startsWith(each)) && isOwn(api, entry))
        .map(readPullRequest)
    },
    async get(number) {
      const answer = await api.attempt(`read pull request #${number}`, () =>
        client.rest.pulls.get({ owner, repo, pull_number: number }),
      )
      return readPullRequest(answer.data)
    },
    open: (draft) => open(api, draft, findOpen),
    async update(number, { draft, nodeId, ...change }) {
      if (Object.keys(change).length > 0)
        // Setting the same values again changes nothing, so this write may be tried again.
        await api.attempt(`edit pull request #${number}`, () =>
          client.rest.pulls.update({ owner, repo, pull_number: number, ...change, request: repeatable }),
        )
      if (draft !== undefined) await setDraft(api, number, draft, nodeId)
    },
  }
}

/** Forks are not features: a pull request from one never counts as ours. */
function isOwn(api: Api, { head }: PullRequestAnswer): boolean {
  return head.repo === undefined || head.repo?.full_name.toLowerCase() === api.repository.toLowerCase()
}

type Find = PullRequests['findOpen']

/** Adopt, don't create: whatever the first try answers, an open pull request of this head and base is the one. */
async function open(api: Api, draft: PullRequestDraft, find: Find, tries = 3): Promise<PullRequest> {
  const { client, owner, repo } = api
  try {
    return readPullRequest((await client.rest.pulls.create({ owner, repo, ...draft })).data)
  } catch (error) {
    const failure = readFailure(error)
    const delays = [1, 2, 4].map((seconds) => seconds * api.second)
    if (failure?.uncertain === true || isTaken(failure)) {
      const found = await untilSeen(() => find(draft.head, draft.base), isTaken(failure) ? delays : delays.slice(0, 1))
      if (found !== undefined) return found
    }
    // A branch pushed a moment ago may not be known to this part of GitHub yet.
    const mayChange = failure?.uncertain === true || isUnknownBranch(failure)
    if (mayChange && tries > 1) {
      await untilSeen(async () => undefined, [api.second])
      return open(api, draft, find, tries - 1)
    }
    return api.attempt(`open a pull request from "${draft.head}" to "${draft.base}"`, async () => {
      throw isEmpty(failure) ? nothingToPropose(draft, error) : error
    })
  }
}

const isTaken = (failure: Failure | undefined): boolean => failure?.status === 422 && /already exists/i.test(failure.message)
const isEmpty = (failure: Failure | undefined): boolean => failure?.status === 422 && /no commits between/i.test(failure.message)
const isUnknownBranch = (failure: Failure | undefined): boolean =>
  failure?.status === 422 && /\b(head|base) invalid\b/i.test(failure.message)

function nothingToPropose(draft: PullRequestDraft, cause: unknown): StagecoachError {
  return new StagecoachError('pull-request-empty', `"${draft.head}" has no commit that "${draft.base}" lacks.`, {
    hint: 'The change is on the branch already; run the promotion again to look anew.',
    cause,
  })
}
