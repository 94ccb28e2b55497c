import { interpolate } from '../expressions/template.ts'
import type { CompositeRuns } from '../workflow/action-manifest.ts'
import { frameEnv, newFrame, stepScope } from './frame.ts'
import type { ActionPlace } from './frame.ts'
import type { StepCall } from './run-process.ts'
import { runSteps } from './run-step.ts'

/** Runs the steps of a composite action inside the step that uses it, then evaluates its outputs. */
export async function runComposite(
  call: StepCall,
  runs: CompositeRuns,
  place: ActionPlace,
  inputs: Readonly<Record<string, string>>,
): Promise<boolean> {
  const outer = call.frame
  const frame = newFrame(outer.session, { inputs, action: place, overlay: { ...outer.overlay, ...call.ownEnv } })
  await runSteps(frame, runs.steps, { record: call.record, output: call.output, signal: call.signal })
  const scope = stepScope(frame, frameEnv(frame), 'value')
  for (const [name, text] of Object.entries(runs.outputs)) call.outputs[name] = interpolate(text, scope)
  return !frame.failed
}
