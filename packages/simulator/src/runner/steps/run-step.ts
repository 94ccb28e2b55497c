import { StepOutput } from '../commands/step-output.ts'
import { holds } from '../expressions/condition.ts'
import { ExpressionProblem } from '../expressions/evaluate.ts'
import type { Scope } from '../expressions/evaluate.ts'
import { interpolate, resolveTemplate, resolveTexts } from '../expressions/template.ts'
import { isTruthy, toText } from '../expressions/value.ts'
import type { Value } from '../expressions/value.ts'
import type { StepConclusion, StepRecord } from '../run-record.ts'
import { WorkflowProblem } from '../workflow/workflow.ts'
import type { Step } from '../workflow/workflow.ts'
import { frameEnv, stepScope } from './frame.ts'
import type { Frame, StepResult } from './frame.ts'
import { ActionProblem } from './resolve-action.ts'
import { runAction } from './run-action.ts'
import type { ActionState } from './run-action.ts'
import type { StepCall } from './run-process.ts'
import { runScript } from './run-script.ts'

/** Where the words of a step go, and what stops it. */
export interface StepSurroundings {
  readonly record: StepRecord
  readonly output: StepOutput
  readonly signal: AbortSignal
  readonly preState?: ActionState
}

/** Runs the steps of a composite action in order, all into the outer step's log. */
export async function runSteps(frame: Frame, steps: readonly Step[], surroundings: StepSurroundings): Promise<void> {
  for (const step of steps) await runStep(frame, step, surroundings)
}

/** Runs one step: condition, work, `continue-on-error`; keeps its result in the frame. */
export async function runStep(frame: Frame, step: Step, around: StepSurroundings): Promise<StepResult> {
  const { session } = frame
  await session.facts.processes.checkpoint()
  const outputs: Record<string, string> = {}
  let outcome: StepConclusion
  let tolerated = false
  try {
    const outerEnv = frameEnv(frame)
    if (holds(step.if, stepScope(frame, withOwnEnv(frame, step, outerEnv), 'if'))) {
      outcome = await work(frame, step, around, outputs)
      tolerated = outcome === 'failure' && isTolerated(frame, step)
    } else outcome = 'skipped'
  } catch (error) {
    if (!isAuthorsFault(error)) throw error
    around.output.line(`##[error]${error.message}`)
    outcome = 'failure'
    tolerated = isTolerated(frame, step)
  }
  const conclusion = tolerated ? 'success' : outcome
  if (conclusion === 'failure') frame.failed = true
  const result = { outcome, conclusion, outputs }
  if (step.id !== undefined) frame.results.set(step.id, result)
  return result
}

async function work(
  frame: Frame,
  step: Step,
  around: StepSurroundings,
  outputs: Record<string, string>,
): Promise<StepConclusion> {
  const env = frameEnv(frame)
  const ownEnv = resolveTexts(step.env, stepScope(frame, env, 'value'))
  const scope = stepScope(frame, { ...env, ...ownEnv }, 'value')
  const timeout = minutes(step.timeoutMinutes, scope)
  const timer = timeout === undefined ? undefined : AbortSignal.timeout(timeout * 60_000)
  const signal = timer === undefined ? around.signal : AbortSignal.any([around.signal, timer])
  const output = new StepOutput(around.output.sink)
  const call: StepCall = {
    frame, actionName: nameAction(frame, step), env: { ...env, ...ownEnv }, ownEnv, record: around.record, output, outputs, signal,
  } // prettier-ignore
  const succeeded =
    step.run === undefined ? await runAction(call, step, scope, around.preState) : await runScript(call, step, scope)
  if (around.signal.aborted) return 'cancelled'
  if (timer?.aborted === true) {
    output.line(`##[error]The action '${around.record.name}' has timed out after ${timeout ?? 0} minutes.`)
    return 'failure'
  }
  return succeeded ? 'success' : 'failure'
}

/** Env of a step's `if:`: its own `env:` counts too. */
function withOwnEnv(frame: Frame, step: Step, env: Record<string, string>): Record<string, string> {
  return { ...env, ...resolveTexts(step.env, stepScope(frame, env, 'value')) }
}

function isTolerated(frame: Frame, step: Step): boolean {
  if (step.continueOnError === undefined) return false
  return isTruthy(resolveTemplate(step.continueOnError, stepScope(frame, frameEnv(frame), 'value')))
}

function minutes(value: Value | undefined, scope: Scope): number | undefined {
  if (value === undefined) return undefined
  const number = Number(toText(resolveTemplate(value, scope)))
  if (!(number > 0)) throw new ExpressionProblem(`"timeout-minutes" must be a positive number, not "${toText(value)}".`)
  return number
}

/** GITHUB_ACTION: the step's id, `__run`, `__self` or `__owner_repository`, numbered from the second on. */
function nameAction(frame: Frame, step: Step): string {
  const remote = step.uses?.split('@')[0]?.split('/').slice(0, 2).join('_')
  const base =
    step.id ?? (step.run !== undefined ? '__run' : step.uses?.startsWith('.') === true ? '__self' : `__${remote ?? ''}`)
  let name = base
  for (let count = 2; frame.actionNames.has(name); count++) name = `${base}_${count}`
  frame.actionNames.add(name)
  return name
}

/** Faults in a workflow or action fail the step; anything else is a fault of this runner and is thrown on. */
export function isAuthorsFault(error: unknown): error is Error {
  return error instanceof ExpressionProblem || error instanceof ActionProblem || error instanceof WorkflowProblem
}

/** The name a person sees. */
export function stepName(frame: Frame, step: Step): string {
  const scope = stepScope(frame, frameEnv(frame), 'value')
  if (step.name !== undefined && step.name !== null) return nameText(toText(step.name), scope)
  return `Run ${
    step.uses ??
    nameText(step.run ?? '', scope)
      .trimStart()
      .split('\n')[0] ??
    ''
  }`
}

function nameText(text: string, scope: Scope): string {
  try {
    return interpolate(text, scope)
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error
    return text // GitHub too shows the text when a name's expression fails
  }
}
