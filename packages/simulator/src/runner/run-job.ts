import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunJob } from '../runs.ts'
import { withJob } from './github-context.ts'
import type { JobPlan } from './job-plan.ts'
import { JobReporter } from './job-reporter.ts'
import { JobSession } from './job-session.ts'
import { runJobSteps } from './job-steps.ts'
import { jobTokenPermissions } from './job-token.ts'
import type { Scope } from './expressions/evaluate.ts'
import { interpolate, resolveTexts } from './expressions/template.ts'
import { toText } from './expressions/value.ts'
import type { ValueMap } from './expressions/value.ts'
import { RunKilled } from './processes.ts'
import type { JobResult, RunContext } from './run-context.ts'
import type { JobRecord } from './run-record.ts'
import { frameEnv, stepScope } from './steps/frame.ts'
import type { Frame } from './steps/frame.ts'
import { isAuthorsFault } from './steps/run-step.ts'

/** Runs one job that the server knows already, from its token to its outputs. Never throws for what the author did. */
export async function runJob(
  context: RunContext,
  plan: JobPlan,
  job: RunJob,
  needs: ValueMap,
  ending: AbortSignal,
): Promise<JobResult> {
  const { host, run, repository } = context
  const record: JobRecord = { jobId: job.id, key: plan.job.key, name: plan.name, result: undefined, outputs: {}, steps: [] }
  context.record.jobs.push(record)
  const refusal = environmentRefusal(context, plan)
  if (refusal !== undefined) {
    record.result = 'failure'
    host.updateJob(job.id, { status: 'completed', conclusion: 'failure', appendLog: `##[error]${refusal}\n` })
    return { result: 'failure', outputs: {} }
  }
  host.updateJob(job.id, { status: 'in_progress' })
  const token = host.issueToken(run.id, job.id, jobTokenPermissions(context.workflow, plan.job, repository))
  const deployment = startDeployment(context, plan, job)
  const session = openSession(context, plan, record, needs, token)
  const reporter = new JobReporter(host, record)
  const cancel = (): void => session.cancel()
  ending.addEventListener('abort', cancel, { once: true })
  let url: string | undefined
  try {
    url = await runToEnd(context, plan, session, reporter)
  } finally {
    ending.removeEventListener('abort', cancel)
    host.revokeToken(token)
    session.facts.processes.sweep()
    context.control.forget(session.facts.processes)
    if (context.options.keepWorkspaces !== true) context.leftovers.remove(session.facts.folder)
    reporter.report()
    record.result = context.control.killed ? 'failure' : session.status
    host.updateJob(job.id, { status: 'completed', conclusion: record.result })
    if (deployment !== undefined) host.finishDeployment(deployment, record.result === 'success' ? 'success' : 'failure', url)
  }
  const tolerated = record.result === 'failure' && plan.continueOnError && !context.control.killed
  return { result: tolerated ? 'success' : record.result, outputs: record.outputs }
}

/** An environment that does not take the ref refuses the job before it has a token or a secret. */
function environmentRefusal({ host, event }: RunContext, { environment }: JobPlan): string | undefined {
  if (environment === undefined || host.mayUseEnvironment(event.repository, environment.name, event.ref)) return undefined
  const branch = event.ref.replace(/^refs\/(heads|tags)\//, '')
  return `Branch "${branch}" is not allowed to deploy to ${environment.name} due to environment protection rules.`
}

function startDeployment({ host, run }: RunContext, { environment }: JobPlan, job: RunJob): number | undefined {
  return environment?.deployment === true ? host.startDeployment(run.id, job.id, environment.name) : undefined
}

/** Runs the steps under the job's time limit; answers the environment's URL. */
async function runToEnd(
  context: RunContext,
  plan: JobPlan,
  session: JobSession,
  reporter: JobReporter,
): Promise<string | undefined> {
  const expire = (): void => {
    const line = `##[error]The job has exceeded the maximum execution time of ${plan.timeoutMinutes} minutes.\n`
    context.host.updateJob(session.facts.record.jobId, { appendLog: line })
    session.cancel()
  }
  const timer = setTimeout(expire, Math.min(plan.timeoutMinutes * 60_000, 2_147_483_647))
  try {
    prepareEnv(context, plan, session)
    const frame = await runJobSteps(session, plan.job, () => reporter.report())
    collectOutputs(plan, session, frame)
    return environmentUrl(plan, frame)
  } catch (error) {
    if (!(error instanceof RunKilled) && !isAuthorsFault(error)) throw error
    session.failed = true
    for (const step of session.facts.record.steps) step.conclusion ??= 'failure'
    reporter.report()
    const message = error instanceof RunKilled ? 'The runner was killed.' : error.message
    context.host.updateJob(session.facts.record.jobId, { appendLog: `##[error]${session.masks.apply(message)}\n` })
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function openSession(context: RunContext, plan: JobPlan, record: JobRecord, needs: ValueMap, token: string): JobSession {
  const { host, repository, run } = context
  const folder = join(context.folder, String(record.jobId))
  const eventPath = join(folder, 'event', 'event.json')
  mkdirSync(join(folder, 'event'), { recursive: true })
  writeFileSync(eventPath, JSON.stringify(context.event.payload, null, 2))
  const secrets = host.secrets(repository.fullName, plan.environment?.name)
  const contexts: ValueMap = {
    github: withJob(context.github, { key: plan.job.key, token, eventPath }),
    needs,
    strategy: plan.strategy,
    matrix: plan.matrix,
    vars: host.variables(repository.fullName, plan.environment?.name),
    secrets: { ...secrets, GITHUB_TOKEN: token },
    inputs: context.inputs,
  }
  const session = new JobSession({
    host, options: context.options, repository, run, event: context.event, record, token, folder, contexts,
    processes: context.control.newProcesses(), artifacts: context.record.artifacts,
  }) // prettier-ignore
  for (const secret of [token, ...Object.values(secrets)]) session.masks.add(secret)
  return session
}

/** Resolves `env:` and `defaults:` of workflow and job. */
function prepareEnv(context: RunContext, plan: JobPlan, session: JobSession): void {
  const scope: Scope = { contexts: session.facts.contexts, functions: {} }
  session.env = { ...resolveTexts(context.workflow.env, scope), ...resolveTexts(plan.job.env, scope) }
  const { secrets: _, ...contexts } = session.facts.contexts
  const visible: Scope = { contexts: { ...contexts, env: session.env }, functions: {} }
  const { shell, workingDirectory } = { ...context.workflow.defaults, ...plan.job.defaults }
  if (shell !== undefined) session.defaultShell = interpolate(toText(shell), visible)
  if (workingDirectory !== undefined) session.defaultFolder = interpolate(toText(workingDirectory), visible)
}

/** Job outputs; one that holds a secret is left out, as GitHub does, so that it cannot travel to another job. */
function collectOutputs(plan: JobPlan, session: JobSession, frame: Frame): void {
  const scope = stepScope(frame, frameEnv(frame), 'value')
  for (const [name, value] of Object.entries(plan.job.outputs)) {
    const text = interpolate(toText(value), scope)
    if (!session.masks.hides(text)) session.facts.record.outputs[name] = text
    else {
      session.facts.host.updateJob(session.facts.record.jobId, {
        appendLog: `##[warning]Skip output '${name}' since it may contain secret.\n`,
      })
    }
  }
}

function environmentUrl(plan: JobPlan, frame: Frame): string | undefined {
  const url = plan.environment?.url
  if (url === undefined) return undefined
  const { secrets: _, ...contexts } = stepScope(frame, frameEnv(frame), 'value').contexts
  const text = interpolate(toText(url), { contexts, functions: {} })
  return text === '' ? undefined : text
}
