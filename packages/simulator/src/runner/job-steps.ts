import { StepOutput } from './commands/step-output.ts'
import { holds } from './expressions/condition.ts'
import type { Value } from './expressions/value.ts'
import { newStepRecord } from './run-record.ts'
import type { StepConclusion, StepRecord } from './run-record.ts'
import type { JobSession } from './job-session.ts'
import { frameEnv, newFrame, stepScope } from './steps/frame.ts'
import type { Frame } from './steps/frame.ts'
import { resolveAction } from './steps/resolve-action.ts'
import { runPre } from './steps/run-action.ts'
import type { ActionState } from './steps/run-action.ts'
import { isAuthorsFault, runStep, stepName } from './steps/run-step.ts'
import type { StepSurroundings } from './steps/run-step.ts'
import type { Job, Step } from './workflow/workflow.ts'

export type Progress = () => void

/** Runs set-up, pre, main and post steps of a job in order. Answers the frame, for the job's outputs. */
export async function runJobSteps(session: JobSession, job: Job, progress: Progress): Promise<Frame> {
  const frame = newFrame(session)
  const states = new Map<Step, ActionState>()
  await recorded(session, 'Set up job', progress, async (around) => {
    for (const line of setUpLines(session)) around.output.line(line)
    resolveRemoteActions(session, job)
    return 'success'
  })
  if (session.failed) return frame
  await runPres(frame, job, states, progress)
  for (const step of job.steps) await runMain(frame, step, states.get(step), progress)
  await runPosts(frame, progress)
  return frame
}

async function runMain(frame: Frame, step: Step, preState: ActionState | undefined, progress: Progress): Promise<void> {
  const { session } = frame
  await recorded(session, stepName(frame, step), progress, async (around) => {
    session.stepSurvives = () => holds(step.if, stepScope(frame, frameEnv(frame), 'if'))
    const result = await runStep(frame, step, preState === undefined ? around : { ...around, preState })
    Object.assign(around.record, { outcome: result.outcome, outputs: maskAll(session, result.outputs) })
    return result.conclusion
  }, step.id) // prettier-ignore
  frame.failed ||= session.failed
}

async function runPres(frame: Frame, job: Job, states: Map<Step, ActionState>, progress: Progress): Promise<void> {
  for (const step of job.steps) {
    if (step.uses === undefined || step.uses.startsWith('.')) continue
    const action = resolveAction(step.uses, frame.session)
    if (action.kind !== 'manifest' || action.manifest.runs.kind !== 'node' || action.manifest.runs.pre === undefined) continue
    const { preIf } = action.manifest.runs
    const state: ActionState = {}
    states.set(step, state)
    await recorded(frame.session, `Pre ${stepName(frame, step)}`, progress, async (around) => {
      if (!mayRun(frame, preIf ?? 'always()')) return 'skipped'
      const call = { frame, actionName: '__pre', env: frame.session.env, ownEnv: {}, outputs: {}, ...around }
      return (await runPre(call, step, action, state)) ? 'success' : 'failure'
    })
    frame.failed ||= frame.session.failed
  }
}

async function runPosts(frame: Frame, progress: Progress): Promise<void> {
  const { session } = frame
  for (let post = session.posts.pop(); post !== undefined; post = session.posts.pop()) {
    const { name, condition, run } = post
    await recorded(session, name, progress, async (around) => {
      if (!mayRun(frame, condition)) return 'skipped'
      return (await run(around)) ? 'success' : 'failure'
    })
    frame.failed ||= session.failed
  }
}

/** Decides the condition of a pre or post, and sees to it that a cancel decides it again. */
function mayRun(frame: Frame, condition: Value | undefined): boolean {
  const decide = (): boolean => holds(condition, stepScope(frame, frame.session.env, 'if'))
  frame.session.stepSurvives = decide
  return decide()
}

/** Wraps a piece of the job in a step record: log, annotations, conclusion. Faults of the author fail it. */
async function recorded(
  session: JobSession,
  name: string,
  progress: Progress,
  piece: (around: StepSurroundings) => Promise<StepConclusion>,
  id?: string,
): Promise<void> {
  await session.facts.processes.checkpoint()
  const record = newStepRecord(session.masks.apply(name), session.facts.host.clock.iso(), id)
  session.facts.record.steps.push(record)
  session.stepAbort = new AbortController()
  session.stepSurvives = () => false
  const output = new StepOutput(sinkOf(session, record))
  progress()
  try {
    record.conclusion = await piece({ record, output, signal: session.stepAbort.signal })
  } catch (error) {
    if (!isAuthorsFault(error)) throw error
    output.line(`##[error]${error.message}`)
    record.conclusion = 'failure'
  }
  record.outcome ??= record.conclusion
  record.completedAt = session.facts.host.clock.iso()
  if (record.conclusion === 'failure') session.failed = true
  progress()
}

function sinkOf(session: JobSession, record: StepRecord): StepOutput['sink'] {
  return {
    masks: session.masks,
    log: (line) => void (record.log += `${line}\n`),
    annotate: (annotation) => void record.annotations.push(annotation),
  }
}

function resolveRemoteActions(session: JobSession, job: Job): void {
  for (const step of job.steps) if (step.uses !== undefined && !step.uses.startsWith('.')) resolveAction(step.uses, session)
}

function setUpLines(session: JobSession): string[] {
  const { record, run } = session.facts
  return [`Job ${record.name} of run ${run.id}, attempt ${run.runAttempt}, commit ${session.facts.event.sha}`]
}

function maskAll(session: JobSession, outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, session.masks.apply(value)]))
}
