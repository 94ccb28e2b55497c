import type { CheckRun, CommitStatus } from '../world/commit-evidence.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { presentApp } from './app.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentUser } from './user.ts'

/** A status inside the combined status, where GitHub names no creator. */
export function presentSimpleStatus(world: World, repository: Repository, status: CommitStatus): JsonObject {
  return {
    url: `${world.url}/repos/${repository.fullName}/statuses/${status.sha}`,
    avatar_url: `${world.url}/avatars/u/${world.accounts.get(status.creator).id}`,
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  }
}

export function presentStatus(world: World, repository: Repository, status: CommitStatus): JsonObject {
  return { ...presentSimpleStatus(world, repository, status), creator: presentUser(world, status.creator) }
}

export function presentCheckRun(world: World, repository: Repository, check: CheckRun): JsonObject {
  const api = `${world.url}/repos/${repository.fullName}`
  const repo = { id: repository.id, url: api, name: repository.name }
  const pulls = repository.pulls.filter((pull) => pull.state === 'open' && pull.headSha === check.headSha)
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CR', check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url: `${api}/check-runs/${check.id}`,
    html_url: check.detailsUrl,
    details_url: check.detailsUrl,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: 0,
      annotations_url: `${api}/check-runs/${check.id}/annotations`,
    },
    check_suite: { id: check.suiteId },
    app: presentApp(world, check.app),
    pull_requests: pulls.map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${api}/pulls/${pull.number}`,
      head: { ref: pull.headRef, sha: pull.headSha, repo },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo },
    })),
  }
}
