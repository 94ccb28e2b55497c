import { raiseOnCommit } from '../changes/commit-events.ts'
import { presentRun } from '../present/run.ts'
import type { JobChange, RunChange, RunJob } from '../runs.ts'
import { actionsApp } from '../world/account.ts'
import type { CheckRun } from '../world/commit-evidence.ts'
import type { JobRecord, RunRecord } from '../world/run-store.ts'
import type { World } from '../world/world.ts'

export function updateRun(world: World, runId: number, change: RunChange): void {
  const run = world.runs.get(runId)
  const before = { status: run.status, conclusion: run.conclusion }
  if (change.status === 'completed' && (change.conclusion ?? null) === null)
    throw new Error(`Run ${runId} completed without a conclusion.`)
  run.status = change.status ?? run.status
  run.conclusion = change.conclusion ?? run.conclusion
  run.displayTitle = change.displayTitle ?? run.displayTitle
  run.workflowName = change.workflowName ?? run.workflowName
  run.ownLog += change.appendLog ?? ''
  run.updatedAt = world.clock.iso()
  if (change.status === undefined) return
  world
    .ownAct('runner')
    .record(world.repository(run.repository), `run ${runId}`, before, { status: run.status, conclusion: run.conclusion })
  if (change.status === 'completed') world.conductor.follow(raiseCompleted(world, run))
}

async function raiseCompleted(world: World, run: RunRecord): Promise<void> {
  const repository = world.repository(run.repository)
  const workflow = { id: run.workflowId, name: run.workflowName, path: run.workflowPath }
  const payload = { workflow_run: await presentRun(world, repository, run, run.suiteId), workflow }
  await raiseOnCommit(world.ownAct('runner', run.triggeringActor), repository, 'workflow_run', run.headSha, payload, 'completed')
}

export function addJob(world: World, runId: number, facts: { readonly key: string; readonly name: string }): RunJob {
  const run = world.runs.get(runId)
  const repository = world.repository(run.repository)
  const job: JobRecord = {
    id: world.nextId(),
    runId,
    runAttempt: run.runAttempt,
    key: facts.key,
    name: facts.name,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    steps: [],
    log: '',
  }
  run.jobs.push(job)
  // A job and its check run share their number, as on GitHub.
  const check: CheckRun = {
    id: job.id,
    name: job.name,
    headSha: run.headSha,
    app: actionsApp.slug,
    suiteId: run.suiteId,
    jobId: job.id,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock.iso(),
    completedAt: null,
    detailsUrl: `${world.url}/${run.repository}/actions/runs/${run.id}/job/${job.id}`,
    externalId: '',
    title: null,
    summary: null,
    text: null,
  }
  repository.checkRuns.push(check)
  return job
}

export function updateJob(world: World, jobId: number, change: JobChange): void {
  const found = world.runs.job(jobId)
  if (found === undefined) throw new Error(`There is no job ${jobId}.`)
  const { job, run } = found
  const now = world.clock.iso()
  job.status = change.status ?? job.status
  job.conclusion = change.conclusion ?? job.conclusion
  job.steps = change.steps ?? job.steps
  job.name = change.name ?? job.name
  job.log += change.appendLog ?? ''
  if (change.status === 'in_progress') job.startedAt ??= now
  if (change.status === 'completed') job.completedAt = now
  run.updatedAt = now
  const check = world.repository(run.repository).checkRuns.find((candidate) => candidate.jobId === jobId)
  if (check === undefined) return
  check.status = job.status
  check.conclusion = job.conclusion
  check.completedAt = job.completedAt
}
