import { setDraft } from '../changes/edit-pull.ts'
import { mergeabilityOf } from '../changes/mergeability.ts'
import { isObject } from '../http/body.ts'
import type { Need } from '../http/route.ts'
import { nodeId } from '../present/json.ts'
import type { Json, JsonObject } from '../present/json.ts'
import { authorAssociation } from '../present/user.ts'
import { combinedState, latestStatuses } from '../world/commit-evidence.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'

export interface Found {
  readonly repository: Repository
  readonly pull: PullRequest | undefined
}

export interface OperationRoute {
  readonly kind: 'query' | 'mutation'
  readonly needs: readonly Need[]
  find(act: Act, args: JsonObject): Found | undefined
  handle(act: Act, found: Found): Promise<Json>
}

/** An App's bot is named without the `[bot]` that REST gives it. */
function actor(login: string): JsonObject {
  const bot = /^(.+)\[bot\]$/.exec(login)?.[1]
  return bot === undefined ? { login, __typename: 'User' } : { login: bot, __typename: 'Bot' }
}

function connection(nodes: readonly Json[]): JsonObject {
  return { nodes, totalCount: nodes.length, pageInfo: { hasNextPage: false, endCursor: null } }
}

const mergeables = new Map<boolean | null, string>([
  [true, 'MERGEABLE'],
  [false, 'CONFLICTING'],
  [null, 'UNKNOWN'],
])

function reviewNodes({ world }: Act, repository: Repository, pull: PullRequest): JsonObject[] {
  return pull.reviews.map((review) => ({
    id: nodeId('PRR', review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    authorAssociation: authorAssociation(world, repository, review.author),
    state: review.state,
    body: review.body,
    author: actor(review.author),
    commit: { oid: review.commitId },
    submittedAt: review.submittedAt ?? null,
  }))
}

function commentNodes(pull: PullRequest): JsonObject[] {
  return pull.comments.map((comment) => ({
    id: nodeId('IC', comment.id),
    databaseId: comment.id,
    body: comment.body,
    author: actor(comment.author),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  }))
}

function headCommit(repository: Repository, pull: PullRequest): JsonObject {
  const statuses = latestStatuses(repository.statuses, pull.headSha)
  const contexts = statuses.map(({ context, state, description }) => ({
    __typename: 'StatusContext',
    context,
    state: state.toUpperCase(),
    description,
  }))
  const rollup = contexts.length === 0 ? null : { state: combinedState(statuses).toUpperCase(), contexts: connection(contexts) }
  return { commit: { oid: pull.headSha, statusCheckRollup: rollup } }
}

/** A pull request as GraphQL sees it. The selection of the query cuts it down afterwards. */
async function pullObject(act: Act, repository: Repository, pull: PullRequest): Promise<JsonObject> {
  const mergeability = await mergeabilityOf(act.world, repository, pull)
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url: `${act.world.url}/${repository.fullName}/pull/${pull.number}`,
    isDraft: pull.draft,
    state: pull.mergedAt === undefined ? pull.state.toUpperCase() : 'MERGED',
    merged: pull.mergedAt !== undefined,
    mergeable: mergeables.get(mergeability.mergeable) ?? 'UNKNOWN',
    mergeStateStatus: mergeability.state.toUpperCase(),
    author: actor(pull.author),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    mergeCommit: pull.mergeCommit === undefined ? null : { oid: pull.mergeCommit },
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    labels: connection([...pull.labels].map((name) => ({ name }))),
    reviews: connection(reviewNodes(act, repository, pull)),
    comments: connection(commentNodes(pull)),
    commits: connection([headCommit(repository, pull)]),
  }
}

function pullByNode(act: Act, args: JsonObject): Found | undefined {
  const input = args['input']
  const id = isObject(input) ? input['pullRequestId'] : undefined
  for (const repository of act.world.repositories) {
    const pull = repository.pulls.find((candidate) => nodeId('PR', candidate.id) === id)
    if (pull !== undefined) return { repository, pull }
  }
  return undefined
}

function draftMutation(draft: boolean): OperationRoute {
  return {
    kind: 'mutation',
    needs: [['pull-requests', 'write']],
    find: pullByNode,
    async handle(act, { repository, pull }) {
      if (pull === undefined) return null
      await setDraft(act, repository, pull, draft)
      return { clientMutationId: null, pullRequest: await pullObject(act, repository, pull) }
    },
  }
}

/** The GraphQL operations there are, by the first field of the document. */
export const operations: Readonly<Record<string, OperationRoute>> = {
  convertPullRequestToDraft: draftMutation(true),
  markPullRequestReadyForReview: draftMutation(false),
  repository: {
    kind: 'query',
    needs: [['pull-requests', 'read']],
    find(act, args) {
      const repository = act.world.findRepository(String(args['owner']), String(args['name']))
      return repository === undefined ? undefined : { repository, pull: undefined }
    },
    async handle(act, { repository }) {
      const pulls = await Promise.all(repository.pulls.map((pull) => pullObject(act, repository, pull)))
      return {
        id: nodeId('R', repository.id),
        nameWithOwner: repository.fullName,
        pullRequest: pulls,
        pullRequests: connection(pulls),
      }
    },
  },
}
