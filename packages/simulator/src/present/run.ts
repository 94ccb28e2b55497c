import { readCommit } from '../git/commits.ts'
import type { RunJob, RunStep, WorkflowRun } from '../runs.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { presentEventCommit } from './commit.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentMinimalRepository } from './repository.ts'
import { presentUser } from './user.ts'

function addresses(world: World, repository: Repository, run: WorkflowRun, suiteId: number): JsonObject {
  const api = `${world.url}/repos/${repository.fullName}`
  const url = `${api}/actions/runs/${run.id}`
  return {
    url,
    html_url: `${world.url}/${repository.fullName}/actions/runs/${run.id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suiteId}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.runAttempt > 1 ? `${url}/attempts/${run.runAttempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${run.workflowId}`,
  }
}

/** A run, or one of its ended attempts. */
export async function presentRun(world: World, repository: Repository, run: WorkflowRun, suiteId: number): Promise<JsonObject> {
  const commit = await readCommit(repository.bare, run.headSha)
  return {
    ...addresses(world, repository, run, suiteId),
    id: run.id,
    name: run.workflowName,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflowPath,
    display_title: run.displayTitle,
    run_number: run.runNumber,
    event: run.event.name,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    check_suite_id: suiteId,
    check_suite_node_id: nodeId('CS', suiteId),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: presentUser(world, run.actor),
    run_attempt: run.runAttempt,
    referenced_workflows: [],
    run_started_at: run.startedAt,
    triggering_actor: presentUser(world, run.triggeringActor),
    head_commit: presentEventCommit(world, repository, commit),
    repository: presentMinimalRepository(world, repository),
    head_repository: presentMinimalRepository(world, repository),
  }
}

function presentStep(step: RunStep): JsonObject {
  return {
    name: step.name,
    status: step.status,
    conclusion: step.conclusion,
    number: step.number,
    started_at: step.startedAt,
    completed_at: step.completedAt,
  }
}

export function presentJob(world: World, repository: Repository, run: WorkflowRun, job: RunJob): JsonObject {
  const api = `${world.url}/repos/${repository.fullName}`
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflowName,
    head_branch: run.headBranch,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: job.runAttempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${world.url}/${repository.fullName}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: run.startedAt,
    started_at: job.startedAt ?? run.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map(presentStep),
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'simulator',
    runner_group_id: 1,
    runner_group_name: 'Default',
  }
}
