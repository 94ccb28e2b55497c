import { isMap, toText } from '../expressions/value.ts'
import type { Value, ValueMap } from '../expressions/value.ts'
import type { Step } from './workflow.ts'

const KEYS = [
  'id', 'name', 'if', 'run', 'uses', 'with', 'env', 'shell', 'working-directory', 'continue-on-error', 'timeout-minutes',
] // prettier-ignore

/** Parses one step of a job or of a composite action; faults are added to `problems`. */
export function parseStep(value: Value, place: string, problems: string[]): Step {
  const step: ValueMap = isMap(value) ? value : {}
  if (!isMap(value)) problems.push(`${place} is not a map`)
  for (const key of Object.keys(step)) if (!KEYS.includes(key)) problems.push(`${place} has the unknown key "${key}"`)
  const run = text(step['run'])
  const uses = text(step['uses'])
  if ((run === undefined) === (uses === undefined)) problems.push(`${place} must have either "run" or "uses"`)
  if (uses !== undefined && (step['shell'] !== undefined || step['working-directory'] !== undefined)) {
    problems.push(`${place} uses an action, so it can have neither "shell" nor "working-directory"`)
  }
  if (run !== undefined && step['with'] !== undefined) problems.push(`${place} runs a script, so it cannot have "with"`)
  return {
    id: text(step['id']),
    name: step['name'],
    if: step['if'],
    run,
    uses,
    with: step['with'],
    env: step['env'],
    shell: step['shell'],
    workingDirectory: step['working-directory'],
    continueOnError: step['continue-on-error'],
    timeoutMinutes: step['timeout-minutes'],
  }
}

function text(value: Value | undefined): string | undefined {
  return value === undefined || value === null ? undefined : toText(value)
}
