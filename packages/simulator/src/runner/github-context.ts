import type { SimEvent } from '../events.ts'
import type { RunnerHost, RunnerRepository } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import type { Value, ValueMap } from './expressions/value.ts'

export interface GithubFacts {
  readonly host: Pick<RunnerHost, 'url' | 'actor'>
  readonly repository: RunnerRepository
  readonly run: WorkflowRun
  readonly event: SimEvent
}

/** What the `github` context says of the event's ref; known before there is a run, for `run-name:`. */
export function refEntries(event: SimEvent): ValueMap {
  const [, kind, shortName] = /^refs\/(heads|tags|pull)\/(.+)$/s.exec(event.ref) ?? []
  const isPull = event.baseBranch !== undefined
  return {
    base_ref: isPull ? event.baseBranch : '',
    head_ref: isPull ? event.headBranch : '',
    ref: event.ref,
    ref_name: shortName ?? event.ref,
    ref_type: kind === 'tags' ? 'tag' : 'branch',
  }
}

/** The `github` context of a run, without what only a job has (job, token, workspace, event_path). */
export function githubContext({ host, repository, run, event }: GithubFacts): ValueMap {
  return {
    ...refEntries(event),
    actor: run.actor,
    actor_id: String(host.actor(run.actor).id),
    api_url: host.url,
    event: event.payload as ValueMap, // the payload is JSON by contract
    event_name: event.name,
    graphql_url: `${host.url}/graphql`,
    ref_protected: false,
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(repository.ownerId),
    repositoryUrl: `git://${new URL(host.url).host}/${repository.fullName}.git`,
    retention_days: '90',
    run_attempt: String(run.runAttempt),
    run_id: String(run.id),
    run_number: String(run.runNumber),
    secret_source: 'Actions',
    server_url: host.url,
    sha: event.sha,
    triggering_actor: run.triggeringActor,
    workflow: run.workflowName,
    workflow_ref: `${repository.fullName}/${run.workflowPath}@${event.ref}`,
    workflow_sha: event.workflowSha,
  }
}

/** Adds the job's own entries. */
export function withJob(
  github: ValueMap,
  job: { readonly key: string; readonly token: string; readonly eventPath: string },
): ValueMap {
  const own: Record<string, Value> = { job: job.key, token: job.token, event_path: job.eventPath }
  return { ...github, ...own }
}
