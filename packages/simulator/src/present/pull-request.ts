import type { Mergeability } from '../changes/mergeability.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentLabels } from './label.ts'
import { presentRepository } from './repository.ts'
import { authorAssociation, presentTeam, presentUser } from './user.ts'

function links(world: World, repository: Repository, pull: PullRequest) {
  const api = `${world.url}/repos/${repository.fullName}`
  return {
    self: `${api}/pulls/${pull.number}`,
    html: `${world.url}/${repository.fullName}/pull/${pull.number}`,
    issue: `${api}/issues/${pull.number}`,
    comments: `${api}/issues/${pull.number}/comments`,
    review_comments: `${api}/pulls/${pull.number}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${api}/pulls/${pull.number}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
  }
}

function end(world: World, repository: Repository, ref: string, sha: string): JsonObject {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: presentUser(world, repository.owner),
    repo: presentRepository(world, repository),
  }
}

function addresses(world: World, repository: Repository, pull: PullRequest): JsonObject {
  const to = links(world, repository, pull)
  return {
    url: to.self,
    html_url: to.html,
    diff_url: `${to.html}.diff`,
    patch_url: `${to.html}.patch`,
    issue_url: to.issue,
    commits_url: to.commits,
    review_comments_url: to.review_comments,
    review_comment_url: to.review_comment,
    comments_url: to.comments,
    statuses_url: to.statuses,
    _links: Object.fromEntries(Object.entries(to).map(([name, href]) => [name, { href }])),
  }
}

function requested(world: World, repository: Repository, pull: PullRequest): JsonObject {
  const teams = [...pull.requestedTeams].flatMap((slug) => world.accounts.findTeam(repository.owner, slug) ?? [])
  return {
    requested_reviewers: [...pull.requestedReviewers].map((login) => presentUser(world, login)),
    requested_teams: teams.map((team) => presentTeam(world, team)),
  }
}

/** A pull request as lists and events have it. */
export function presentPull(world: World, repository: Repository, pull: PullRequest): JsonObject {
  return {
    ...addresses(world, repository, pull),
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: presentUser(world, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommit ?? pull.testMerge?.commit ?? null,
    assignee: null,
    assignees: [],
    ...requested(world, repository, pull),
    labels: presentLabels(world, repository, pull.labels),
    milestone: null,
    draft: pull.draft,
    head: end(world, repository, pull.headRef, pull.headSha),
    base: end(world, repository, pull.baseRef, pull.baseSha),
    author_association: authorAssociation(world, repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  }
}

export interface PullSize {
  readonly commits: number
  readonly additions: number
  readonly deletions: number
  readonly files: number
}

/** The full form of `GET pulls/{number}` and of each write that answers with a pull request. */
export function presentFullPull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  mergeability: Mergeability,
  size: PullSize,
): JsonObject {
  return {
    ...presentPull(world, repository, pull),
    merge_commit_sha: pull.mergeCommit ?? (mergeability.mergeable === null ? null : (pull.testMerge?.commit ?? null)),
    merged: pull.mergedAt !== undefined,
    mergeable: mergeability.mergeable,
    rebaseable: mergeability.mergeable,
    mergeable_state: mergeability.state,
    merged_by: pull.mergedBy === undefined ? null : presentUser(world, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: size.commits,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.files,
  }
}
