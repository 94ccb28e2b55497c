import { HttpError, notFound } from '../http/http-error.ts'
import { pagedUnder } from '../http/paging.ts'
import { numberParam, param } from '../http/params.ts'
import { ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentJob, presentRun } from '../present/run.ts'
import type { WorkflowRun } from '../runs.ts'
import { beginAttempt } from '../world/run-store.ts'
import type { RunRecord } from '../world/run-store.ts'

function runParam(request: RepositoryRequest): RunRecord {
  const run = request.world.runs.find(numberParam(request, 'run_id'))
  if (run === undefined || run.repository !== request.repository.fullName) throw notFound()
  return run
}

function attemptParam(request: RepositoryRequest, run: RunRecord): WorkflowRun {
  const number = numberParam(request, 'attempt_number')
  const attempt = number === run.runAttempt ? run : run.previousAttempts.find(({ runAttempt }) => runAttempt === number)
  if (attempt === undefined) throw notFound()
  return attempt
}

function matches(request: RepositoryRequest, run: RunRecord): boolean {
  const { query } = request
  const workflow = request.params['workflow_id']
  const asked: readonly (readonly [string | null, readonly (string | null)[]])[] = [
    [query.get('actor'), [run.actor]],
    [query.get('branch'), [run.headBranch]],
    [query.get('event'), [run.event.name]],
    [query.get('head_sha'), [run.headSha]],
    [query.get('status'), [run.status, run.conclusion]],
    [workflow ?? null, [String(run.workflowId), run.workflowPath, run.workflowPath.split('/').at(-1) ?? '']],
  ]
  return run.repository === request.repository.fullName && asked.every(([wanted, has]) => wanted === null || has.includes(wanted))
}

/** Newest first. */
function listRuns(request: RepositoryRequest): Promise<Answer> {
  const found = request.world.runs.all.filter((run) => matches(request, run)).toReversed()
  return pagedUnder(request, 'workflow_runs', found, (run) => presentRun(request.world, request.repository, run, run.suiteId))
}

function listJobs(request: RepositoryRequest, run: RunRecord, attempt: WorkflowRun): Promise<Answer> {
  const all =
    request.query.get('filter') === 'all' ? [...run.previousAttempts.flatMap(({ jobs }) => jobs), ...run.jobs] : attempt.jobs
  return pagedUnder(request, 'jobs', all, (job) => presentJob(request.world, request.repository, run, job))
}

function getJob(request: RepositoryRequest): Answer {
  const found = request.world.runs.job(numberParam(request, 'job_id'))
  if (found === undefined || found.run.repository !== request.repository.fullName) throw notFound()
  return ok(presentJob(request.world, request.repository, found.run, found.job))
}

function rerun(request: RepositoryRequest, failedOnly: boolean): Answer {
  const { act, principal, repository, world } = request
  const run = runParam(request)
  if (run.status !== 'completed') throw new HttpError(403, 'This workflow is already running')
  const before = { attempt: run.runAttempt, conclusion: run.conclusion }
  beginAttempt(run, principal.login, world.clock.iso())
  act.record(repository, `run ${run.id}`, before, { attempt: run.runAttempt, status: run.status })
  world.conductor.rerun(run, failedOnly)
  return { status: 201, body: {} }
}

function cancel(request: RepositoryRequest): Answer {
  const run = runParam(request)
  if (run.status === 'completed') throw new HttpError(409, 'Cannot cancel a workflow run that is completed.')
  request.act.record(request.repository, `run ${run.id}`, { status: run.status }, { cancelRequested: true })
  run.cancelRequested = true
  request.world.conductor.cancel(run)
  return { status: 202, body: {} }
}

const reading = [read('actions')]
const writing = [write('actions')]
const one = '/actions/runs/{run_id}'
const attempt = `${one}/attempts/{attempt_number}`

export const runRoutes: readonly Route[] = [
  repositoryRoute('GET', '/actions/runs', reading, listRuns),
  repositoryRoute('GET', '/actions/workflows/{workflow_id}/runs', reading, (request) => {
    param(request, 'workflow_id')
    return listRuns(request)
  }),
  repositoryRoute('GET', one, reading, async (request) => {
    const run = runParam(request)
    return ok(await presentRun(request.world, request.repository, run, run.suiteId))
  }),
  repositoryRoute('GET', `${one}/jobs`, reading, (request) => {
    const run = runParam(request)
    return listJobs(request, run, run)
  }),
  repositoryRoute('GET', attempt, reading, async (request) => {
    const run = runParam(request)
    return ok(await presentRun(request.world, request.repository, attemptParam(request, run), run.suiteId))
  }),
  repositoryRoute('GET', `${attempt}/jobs`, reading, (request) => {
    const run = runParam(request)
    return listJobs(request, run, attemptParam(request, run))
  }),
  repositoryRoute('GET', '/actions/jobs/{job_id}', reading, getJob),
  repositoryRoute('POST', `${one}/rerun`, writing, (request) => rerun(request, false)),
  repositoryRoute('POST', `${one}/rerun-failed-jobs`, writing, (request) => rerun(request, true)),
  repositoryRoute('POST', `${one}/cancel`, writing, cancel),
  repositoryRoute('POST', `${one}/force-cancel`, writing, cancel),
]
