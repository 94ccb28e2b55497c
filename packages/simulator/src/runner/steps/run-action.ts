import { join } from 'node:path'
import type { Scope } from '../expressions/evaluate.ts'
import { interpolate, resolveTexts } from '../expressions/template.ts'
import { toText } from '../expressions/value.ts'
import type { Value } from '../expressions/value.ts'
import type { ActionManifest, NodeRuns } from '../workflow/action-manifest.ts'
import type { Step } from '../workflow/workflow.ts'
import { runComposite } from './run-composite.ts'
import { frameEnv, stepScope } from './frame.ts'
import type { Frame } from './frame.ts'
import { resolveAction } from './resolve-action.ts'
import type { ResolvedAction } from './resolve-action.ts'
import { logEnv, runStepProcess } from './run-process.ts'
import type { StepCall } from './run-process.ts'

/** State that an action's main and pre hand to its post. */
export type ActionState = Record<string, string>

/** Runs the action of a `uses:` step. */
export async function runAction(call: StepCall, step: Step, scope: Scope, preState?: ActionState): Promise<boolean> {
  const { frame } = call
  const action = resolveAction(step.uses ?? '', frame.session)
  const given = resolveTexts(step.with, scope)
  call.output.line(`##[group]Run ${step.uses ?? ''}`)
  if (Object.keys(given).length > 0) call.output.line('with:')
  for (const [name, value] of Object.entries(given)) call.output.line(`  ${name}: ${value}`)
  logEnv(call)
  call.output.line('##[endgroup]')
  if (action.kind === 'builtin') return action.run({ call, inputs: lowerNames(given) })
  const inputs = actionInputs(action.manifest, given, frame)
  warnOfInputs(call, action.manifest, given)
  if (action.manifest.runs.kind === 'composite') return runComposite(call, action.manifest.runs, action.place, inputs)
  if (action.local && action.manifest.runs.pre !== undefined) {
    call.output.line(`::warning::\`pre\` execution is not supported for local action from '${step.uses ?? ''}'`)
  }
  const state: ActionState = preState ?? {}
  const runs = action.manifest.runs
  if (runs.post !== undefined) registerPost(call, step, action, runs, inputs, state)
  return runNode(call, action, runs.main, inputs, state)
}

/** Runs the `pre:` of an action at the start of the job; answers the state it saved. Local actions have none. */
export async function runPre(call: StepCall, step: Step, action: ResolvedAction, state: ActionState): Promise<boolean> {
  if (action.kind !== 'manifest' || action.manifest.runs.kind !== 'node' || action.manifest.runs.pre === undefined) return true
  const scope = stepScope(call.frame, frameEnv(call.frame), 'value')
  const inputs = actionInputs(action.manifest, resolveTexts(step.with, scope), call.frame)
  const { runs } = action.manifest
  if (runs.post !== undefined) registerPost(call, step, action, runs, inputs, state)
  return runNode(call, action, runs.pre ?? '', inputs, state)
}

async function runNode(
  call: StepCall,
  action: Extract<ResolvedAction, { kind: 'manifest' }>,
  script: string,
  inputs: Readonly<Record<string, string>>,
  state: ActionState,
): Promise<boolean> {
  const { session } = call.frame
  const extra: Record<string, string> = {}
  for (const [name, value] of Object.entries(inputs)) extra[inputVariable(name)] = value
  for (const [name, value] of Object.entries(state)) extra[`STATE_${name}`] = value
  const frame: Frame = { ...call.frame, action: action.place }
  return runStepProcess(
    { ...call, frame },
    {
      command: session.facts.options.node ?? process.execPath,
      args: [join(action.place.path, script)],
      cwd: session.folders.workspace,
      extra,
      state,
    },
  )
}

/** `INPUT_` and the name in upper case with spaces as underscores; hyphens stay (actions/runner, HandlerL0). */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

function registerPost(
  call: StepCall,
  step: Step,
  action: Extract<ResolvedAction, { kind: 'manifest' }>,
  runs: NodeRuns,
  inputs: Readonly<Record<string, string>>,
  state: ActionState,
): void {
  const { session } = call.frame
  if (session.posts.some((post) => post.state === state)) return
  const title = step.name === undefined ? `Run ${step.uses ?? ''}` : call.record.name
  session.posts.push({
    name: `Post ${title}`,
    condition: runs.postIf ?? 'always()',
    state,
    run: (post) => runNode({ ...call, ...post }, action, runs.post ?? '', inputs, state),
  })
}

/** Inputs by lower-case name: what the step gives over the defaults, whose expressions see the github context. */
function actionInputs(manifest: ActionManifest, given: Readonly<Record<string, string>>, frame: Frame): Record<string, string> {
  const { secrets: _, ...contexts } = stepScope(frame, frameEnv(frame), 'value').contexts
  const scope: Scope = { ...stepScope(frame, frameEnv(frame), 'value'), contexts }
  const defaults = manifest.inputs.map((input): [string, string] => [input.name.toLowerCase(), defaultText(input.default, scope)])
  return { ...Object.fromEntries(defaults), ...lowerNames(given) }
}

function defaultText(value: Value | undefined, scope: Scope): string {
  return value === undefined || value === null ? '' : interpolate(toText(value), scope)
}

function warnOfInputs(call: StepCall, manifest: ActionManifest, given: Readonly<Record<string, string>>): void {
  const known = manifest.inputs.map((input) => input.name.toLowerCase())
  const unexpected = Object.keys(given).filter((name) => !known.includes(name.toLowerCase()))
  if (unexpected.length > 0) {
    const names = unexpected.map((name) => `'${name}'`).join(', ')
    call.output.line(`::warning::Unexpected input(s) ${names}, valid inputs are [${known.map((name) => `'${name}'`).join(', ')}]`)
  }
  for (const input of manifest.inputs) {
    if (input.deprecationMessage === undefined || !(input.name in given)) continue
    call.output.line(`::warning::Input '${input.name}' has been deprecated with message: ${input.deprecationMessage}`)
  }
}

function lowerNames(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name.toLowerCase(), value]))
}
