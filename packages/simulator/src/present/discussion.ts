import type { Comment, PullRequest, Review } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { presentApp } from './app.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentLabels } from './label.ts'
import { authorAssociation, presentUser } from './user.ts'

export function presentComment(world: World, repository: Repository, pull: PullRequest, comment: Comment): JsonObject {
  const api = `${world.url}/repos/${repository.fullName}/issues`
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${api}/comments/${comment.id}`,
    html_url: `${world.url}/${repository.fullName}/pull/${pull.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/${pull.number}`,
    body: comment.body,
    user: presentUser(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(world, repository, comment.author),
    performed_via_github_app: comment.app === undefined ? null : presentApp(world, comment.app),
  }
}

export function presentReview(world: World, repository: Repository, pull: PullRequest, review: Review): JsonObject {
  const page = `${world.url}/${repository.fullName}/pull/${pull.number}#pullrequestreview-${review.id}`
  const api = `${world.url}/repos/${repository.fullName}/pulls/${pull.number}`
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: presentUser(world, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: api,
    author_association: authorAssociation(world, repository, review.author),
    _links: { html: { href: page }, pull_request: { href: api } },
    ...(review.submittedAt === undefined ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitId,
  }
}

/** A pull request seen as an issue. */
export function presentIssue(world: World, repository: Repository, pull: PullRequest): JsonObject {
  const api = `${world.url}/repos/${repository.fullName}`
  const page = `${world.url}/${repository.fullName}/pull/${pull.number}`
  return {
    id: pull.id + 1_000_000_000,
    node_id: nodeId('PR', pull.id),
    url: `${api}/issues/${pull.number}`,
    repository_url: api,
    labels_url: `${api}/issues/${pull.number}/labels{/name}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    events_url: `${api}/issues/${pull.number}/events`,
    html_url: page,
    number: pull.number,
    state: pull.state,
    state_reason: null,
    title: pull.title,
    body: pull.body,
    user: presentUser(world, pull.author),
    labels: presentLabels(world, repository, pull.labels),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: pull.comments.length,
    closed_at: pull.closedAt ?? null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    author_association: authorAssociation(world, repository, pull.author),
    draft: pull.draft,
    pull_request: {
      url: `${api}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.mergedAt ?? null,
    },
  }
}
