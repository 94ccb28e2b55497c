import { StagecoachError, type PullRequest, type Review } from '@stagecoach/core'
import type { Api } from './api.ts'
import { mostPages } from './paginate.ts'

/** Names and types: https://docs.github.com/en/graphql/reference/objects#pullrequestreview (`databaseId` there is too small for newer ids). */
const query = `query reviewed($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      number id url title body isDraft state merged
      author { __typename login }
      headRefName headRefOid baseRefName baseRefOid
      mergeCommit { oid }
      reviews(first: 100, after: $after) {
        nodes { fullDatabaseId state submittedAt authorAssociation author { __typename login } commit { oid } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

interface Answer {
  repository: { pullRequest: PullAnswer }
}

type Author = { __typename: string; login: string } | null

interface PullAnswer {
  number: number
  id: string
  url: string
  title: string
  body: string
  isDraft: boolean
  state: 'OPEN' | 'CLOSED' | 'MERGED'
  merged: boolean
  author: Author
  headRefName: string
  headRefOid: string
  baseRefName: string
  baseRefOid: string
  mergeCommit: { oid: string } | null
  reviews: { nodes: ReviewAnswer[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}

interface ReviewAnswer {
  fullDatabaseId: string
  state: string
  submittedAt: string | null
  authorAssociation: string
  author: Author
  commit: { oid: string } | null
}

const states: Record<string, Review['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
}

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const known: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

/** The pull request and its reviews in one request; REST would need two, and they would be of two moments. Errors: `list-too-long`. */
export async function readReviewed(api: Api, number: number): Promise<{ pull: PullRequest; reviews: Review[] }> {
  const { client, owner, repo } = api
  const found: ReviewAnswer[] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const given: { owner: string; name: string; number: number; after: string | null } = { owner, name: repo, number, after }
    const answer: Answer = await api.attempt(`read the reviews of #${number}`, () => client.graphql<Answer>(query, given))
    const { reviews, ...pull } = answer.repository.pullRequest
    found.push(...reviews.nodes)
    if (!reviews.pageInfo.hasNextPage) return { pull: pullOf(pull), reviews: found.flatMap(reviewOf).sort(oldestFirst) }
    after = reviews.pageInfo.endCursor
  }
  throw new StagecoachError('list-too-long', `#${number} has more than ${found.length} reviews; stopped reading.`, {
    hint: 'Close it, and promote the package again: the new pull request has none.',
  })
}

function pullOf(answer: Omit<PullAnswer, 'reviews'>): PullRequest {
  const { number, id: nodeId, url, title, body, isDraft: draft, merged, mergeCommit } = answer
  return {
    number,
    nodeId,
    url,
    title,
    body,
    head: { branch: answer.headRefName, sha: answer.headRefOid },
    base: { branch: answer.baseRefName, sha: answer.baseRefOid },
    draft,
    state: answer.state === 'OPEN' ? 'open' : 'closed',
    merged,
    ...(merged && mergeCommit !== null ? { mergeCommit: mergeCommit.oid } : {}),
    author: loginOf(answer.author),
  }
}

function reviewOf(review: ReviewAnswer): Review[] {
  const state = states[review.state]
  // A pending review is a draft that only its author sees; one without commit was made on a commit that is gone.
  if (state === undefined || review.submittedAt === null) return []
  return [
    {
      id: Number(review.fullDatabaseId),
      person: loginOf(review.author),
      bot: review.author?.__typename === 'Bot',
      ...(known.has(review.authorAssociation) ? {} : { stranger: true }),
      state,
      commit: review.commit?.oid ?? '',
      submittedAt: review.submittedAt,
    },
  ]
}

function oldestFirst(a: Review, b: Review): number {
  return Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id
}

/** GraphQL names an App without the `[bot]` that REST and the ledger know it by. */
function loginOf(author: Author): string {
  if (author === null) return 'ghost'
  return author.__typename === 'Bot' ? `${author.login}[bot]` : author.login
}
