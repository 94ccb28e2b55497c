import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SimEvent } from '../events.ts'
import type { RunnerHost } from '../runner-host.ts'
import type { Conclusion, WorkflowRun } from '../runs.ts'
import type { ConcurrencyGate } from './concurrency-gate.ts'
import type { ValueMap } from './expressions/value.ts'
import { githubContext } from './github-context.ts'
import { readConcurrency } from './job-plan.ts'
import type { Leftovers } from './leftovers.ts'
import { Limiter } from './limiter.ts'
import { RunKilled } from './processes.ts'
import type { RunContext } from './run-context.ts'
import type { RunControl } from './run-control.ts'
import { runJobs } from './run-jobs.ts'
import type { JobResults } from './run-jobs.ts'
import type { RunRecord } from './run-record.ts'
import type { RunnerOptions } from './runner-options.ts'
import type { Workflow } from './workflow/workflow.ts'

export interface Attempt {
  readonly host: RunnerHost
  readonly options: RunnerOptions
  readonly gate: ConcurrencyGate
  readonly runSlots: Limiter
  readonly leftovers: Leftovers
  readonly run: WorkflowRun
  readonly event: SimEvent
  readonly workflow: Workflow
  readonly inputs: ValueMap
  readonly control: RunControl
  /** Results of jobs that are not run again. */
  readonly kept: JobResults
  readonly previous: RunRecord | undefined
}

export interface EndedAttempt {
  readonly record: RunRecord
  readonly results: JobResults
}

/** Runs one attempt of a run from its place in the queue to its conclusion. */
export async function runAttempt(
  attempt: Attempt,
  started: (record: RunRecord, giveBack: () => void) => void,
): Promise<EndedAttempt> {
  const { host, run, control, gate } = attempt
  const context = openContext(attempt)
  const id = `run ${run.id}`
  const undo = host.onKill(run.id, () => control.kill())
  let giveBack: (() => void) | undefined
  try {
    const starts = await enterGroup(attempt, context, id)
    giveBack = starts ? await attempt.runSlots.enter(control.ending) : undefined
    started(context.record, giveBack ?? ((): void => undefined))
    if (giveBack === undefined) return finish(context, new Map(), control.killed ? 'failure' : 'cancelled')
    host.updateRun(run.id, { status: 'in_progress' })
    const results = await runJobs(context, attempt.kept)
    return finish(context, results, conclude(results, control))
  } catch (error) {
    finish(context, new Map(), 'failure', `##[error]${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof RunKilled) return { record: context.record, results: new Map() }
    throw error
  } finally {
    giveBack?.()
    gate.leave(id)
    undo()
  }
}

async function enterGroup(attempt: Attempt, context: RunContext, id: string): Promise<boolean> {
  const { workflow, control, host, run } = attempt
  const scope = {
    contexts: { github: context.github, inputs: context.inputs, vars: host.variables(context.repository.fullName) },
    functions: {},
  }
  const request = readConcurrency(workflow.concurrency, scope)
  if (request === undefined) return true
  host.updateRun(run.id, { status: 'pending' })
  const group = `${context.repository.fullName} ${request.group}`
  return attempt.gate.enter(id, { ...request, group }, control.ending, () => control.cancel())
}

function openContext(attempt: Attempt): RunContext {
  const { host, options, run, event, workflow, control, gate, inputs, leftovers } = attempt
  const repository = host.repository(run.repository)
  const folder = join(host.directory, 'runs', `${run.id}-${run.runAttempt}`)
  const artifacts = join(folder, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const inherits = attempt.kept.size > 0 && attempt.previous !== undefined && existsSync(attempt.previous.artifacts.folder)
  if (inherits) cpSync(attempt.previous.artifacts.folder, artifacts, { recursive: true })
  const record: RunRecord = {
    runId: run.id,
    attempt: run.runAttempt,
    workflowPath: run.workflowPath,
    conclusion: undefined,
    jobs: [],
    artifacts: { folder: artifacts, inherited: new Set(readdirSync(artifacts)) },
  }
  const github = githubContext({ host, repository, run, event })
  const jobSlots = new Limiter(options.parallelJobs ?? 2)
  return { host, options, repository, run, event, workflow, control, record, gate, jobSlots, leftovers, inputs, github, folder }
}

function finish(
  context: RunContext,
  results: JobResults,
  conclusion: RunRecord['conclusion'] & Conclusion,
  log?: string,
): EndedAttempt {
  context.record.conclusion = conclusion
  context.host.updateRun(context.run.id, { status: 'completed', conclusion, ...(log === undefined ? {} : { appendLog: log }) })
  return { record: context.record, results }
}

function conclude(results: JobResults, control: RunControl): 'success' | 'failure' | 'cancelled' | 'skipped' {
  const all = [...results.values()].map((job) => job.result)
  if (control.killed) return 'failure'
  if (control.cancelled) return 'cancelled'
  return (['failure', 'cancelled', 'success'] as const).find((name) => all.includes(name)) ?? 'skipped'
}
