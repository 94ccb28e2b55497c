import { holds } from './expressions/condition.ts'
import { ExpressionProblem } from './expressions/evaluate.ts'
import { needsFunctions } from './expressions/status-functions.ts'
import type { ValueMap } from './expressions/value.ts'
import { toText } from './expressions/value.ts'
import { planJob } from './job-plan.ts'
import type { JobPlans } from './job-plan.ts'
import { Limiter } from './limiter.ts'
import type { JobResult, RunContext } from './run-context.ts'
import { runJob } from './run-job.ts'
import { ancestorsOf } from './workflow/job-order.ts'
import { MatrixProblem } from './workflow/matrix.ts'
import { WorkflowProblem } from './workflow/workflow.ts'
import type { Job } from './workflow/workflow.ts'

export type JobResults = ReadonlyMap<string, JobResult>

/** Runs all jobs of an attempt in the order of their needs. `kept` are results taken over from the attempt before. */
export async function runJobs(context: RunContext, kept: JobResults): Promise<JobResults> {
  const results = new Map<string, JobResult>()
  const running = new Map<string, Promise<void>>()
  const start = (job: Job): Promise<void> => {
    const known = running.get(job.key)
    if (known !== undefined) return known
    const needed = context.workflow.jobs.filter((other) => job.needs.includes(other.key))
    const promise = Promise.all(needed.map(start)).then(async () => {
      results.set(job.key, keep(context, job, kept) ?? (await runOne(context, job, results)))
    })
    running.set(job.key, promise)
    return promise
  }
  await Promise.all(context.workflow.jobs.map(start))
  return results
}

function keep(context: RunContext, job: Job, kept: JobResults): JobResult | undefined {
  const result = kept.get(job.key)
  if (result === undefined) return undefined
  const known = context.host.addJob(context.run.id, { key: job.key, name: plainName(job) })
  context.host.updateJob(known.id, {
    status: 'completed',
    conclusion: result.result,
    appendLog: 'Kept from the attempt before.\n',
  })
  return result
}

async function runOne(context: RunContext, job: Job, results: JobResults): Promise<JobResult> {
  const needs: ValueMap = Object.fromEntries(
    job.needs.map((key) => [key, { ...(results.get(key) ?? { result: '', outputs: {} }) }]),
  )
  const vars = context.host.variables(context.repository.fullName)
  const contexts: ValueMap = { github: context.github, needs, vars, inputs: context.inputs }
  try {
    if (context.control.killed) return closed(context, job, 'cancelled', 'The run was killed.')
    const ancestors = [...ancestorsOf(job, context.workflow.jobs)].map((key) => results.get(key)?.result ?? 'skipped')
    const functions = needsFunctions(ancestors, context.control.cancelled)
    if (!holds(job.if, { contexts, functions })) return closed(context, job, 'skipped', 'The condition of this job is false.')
    return await runPlans(context, job, planJob(job, contexts), needs)
  } catch (error) {
    const authors = error instanceof ExpressionProblem || error instanceof WorkflowProblem || error instanceof MatrixProblem
    if (!authors) throw error
    return closed(context, job, 'failure', `##[error]${error.message}`)
  }
}

/** A job that ends without having started. */
function closed(context: RunContext, job: Job, result: 'skipped' | 'cancelled' | 'failure', line: string): JobResult {
  const known = context.host.addJob(context.run.id, { key: job.key, name: plainName(job) })
  context.host.updateJob(known.id, { status: 'completed', conclusion: result, appendLog: `${line}\n` })
  return { result, outputs: {} }
}

async function runPlans(context: RunContext, job: Job, plans: JobPlans, needs: ValueMap): Promise<JobResult> {
  const matrixSlots = new Limiter(plans.maxParallel)
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, context.control.ending])
  const runs = plans.plans.map(async (plan): Promise<JobResult> => {
    const known = context.host.addJob(context.run.id, { key: job.key, name: plan.name })
    const id = `job ${known.id}`
    const cancelOne = new AbortController()
    const ended = AbortSignal.any([signal, cancelOne.signal])
    const leaveMatrix = await matrixSlots.enter(ended)
    if (plan.concurrency !== undefined) context.host.updateJob(known.id, { status: 'pending' })
    const starts = await context.gate.enter(id, plan.concurrency && inRepository(context, plan.concurrency), ended, () =>
      cancelOne.abort(),
    )
    const leaveRun = starts ? await context.jobSlots.enter(ended) : undefined
    try {
      if (leaveRun === undefined) {
        context.host.updateJob(known.id, { status: 'completed', conclusion: 'cancelled' })
        return { result: 'cancelled', outputs: {} }
      }
      const result = await runJob(context, plan, known, needs, ended)
      if (result.result === 'failure' && plans.failFast) stop.abort()
      return result
    } finally {
      leaveRun?.()
      context.gate.leave(id)
      leaveMatrix?.()
    }
  })
  return combine(await Promise.all(runs))
}

function inRepository(
  context: RunContext,
  request: { group: string; cancelInProgress: boolean; queue: 'single' | 'max' },
): typeof request {
  return { ...request, group: `${context.repository.fullName} ${request.group}` }
}

/** The result of a matrix is its worst; an output is the last one that is not empty. */
function combine(results: readonly JobResult[]): JobResult {
  const names = results.map((one) => one.result)
  const result = (['failure', 'cancelled', 'success'] as const).find((name) => names.includes(name)) ?? 'skipped'
  const outputs: Record<string, string> = {}
  for (const one of results)
    for (const [name, value] of Object.entries(one.outputs)) if (value !== '' || !(name in outputs)) outputs[name] = value
  return { result, outputs }
}

function plainName(job: Job): string {
  const name = job.name === undefined ? job.key : toText(job.name)
  return name.includes('${{') ? job.key : name
}
