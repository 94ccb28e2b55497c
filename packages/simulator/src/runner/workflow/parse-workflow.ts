import { parse } from 'yaml'
import { isList, isMap, toText } from '../expressions/value.ts'
import type { Value, ValueMap } from '../expressions/value.ts'
import { jobOrderProblems } from './job-order.ts'
import { parseStep } from './parse-step.ts'
import { PermissionProblem, parsePermissions } from './permissions.ts'
import type { Permissions } from './permissions.ts'
import { WorkflowProblem } from './workflow.ts'
import type { Job, RunDefaults, Triggers, Workflow } from './workflow.ts'

const TOP_KEYS = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs']
const JOB_KEYS = [
  'name', 'needs', 'if', 'permissions', 'environment', 'concurrency', 'outputs', 'env', 'defaults', 'timeout-minutes',
  'continue-on-error', 'strategy', 'steps', 'runs-on',
] // prettier-ignore

/** Parses a workflow file. Throws a WorkflowProblem that names every fault found. */
export function parseWorkflow(path: string, text: string): Workflow {
  const document = readYaml(path, text)
  const problems: string[] = []
  if (!isMap(document)) throw new WorkflowProblem(path, ['the file must be a map'])
  unknownKeys(document, TOP_KEYS, 'the workflow', problems)
  if (document['on'] === undefined) problems.push('"on" is missing')
  const jobs = isMap(document['jobs']) ? Object.entries(document['jobs']) : []
  if (jobs.length === 0) problems.push('"jobs" is missing or empty')
  const workflow: Workflow = {
    path,
    name: document['name'] === undefined ? path : toText(document['name']),
    runName: document['run-name'],
    on: parseTriggers(document['on'] ?? null),
    env: document['env'],
    defaults: parseDefaults(document['defaults']),
    permissions: permissionsOf(document['permissions'], 'the workflow', problems),
    concurrency: document['concurrency'],
    jobs: jobs.map(([key, value]) => parseJob(key, value, problems)),
  }
  problems.push(...jobOrderProblems(workflow.jobs))
  if (problems.length > 0) throw new WorkflowProblem(path, problems)
  return workflow
}

export function readYaml(path: string, text: string): Value {
  try {
    return parse(text) as Value // YAML's core schema gives JSON values only
  } catch (error) {
    throw new WorkflowProblem(path, [error instanceof Error ? error.message : String(error)], { cause: error })
  }
}

function parseTriggers(on: Value): Triggers {
  if (typeof on === 'string') return new Map([[on, null]])
  if (isList(on)) return new Map(on.map((name) => [toText(name), null]))
  return new Map(isMap(on) ? Object.entries(on) : [])
}

function parseJob(key: string, value: Value, problems: string[]): Job {
  const place = `job "${key}"`
  const job: ValueMap = isMap(value) ? value : {}
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) problems.push(`${place} has a name that is not allowed`)
  if (job['uses'] !== undefined) problems.push(`${place} calls a reusable workflow, which this runner does not run`)
  else unknownKeys(job, JOB_KEYS, place, problems)
  for (const name of ['container', 'services']) {
    if (job[name] !== undefined) problems.push(`${place} wants "${name}", which this runner does not have`)
  }
  if (job['runs-on'] === undefined && job['uses'] === undefined) problems.push(`${place} has no "runs-on"`)
  const steps = isList(job['steps']) ? job['steps'] : []
  if (steps.length === 0 && job['uses'] === undefined) problems.push(`${place} has no steps`)
  const strategy = isMap(job['strategy']) ? job['strategy'] : {}
  return {
    key,
    name: job['name'],
    needs: needsOf(job['needs']),
    if: job['if'],
    permissions: permissionsOf(job['permissions'], place, problems),
    environment: job['environment'],
    concurrency: job['concurrency'],
    outputs: isMap(job['outputs']) ? job['outputs'] : {},
    env: job['env'],
    defaults: parseDefaults(job['defaults']),
    timeoutMinutes: job['timeout-minutes'],
    continueOnError: job['continue-on-error'],
    matrix: strategy['matrix'],
    failFast: strategy['fail-fast'],
    maxParallel: strategy['max-parallel'],
    steps: steps.map((step, index) => parseStep(step, `${place}, step ${index + 1}`, problems)),
  }
}

function needsOf(value: Value | undefined): string[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value.map(toText) : [toText(value)]
}

function parseDefaults(value: Value | undefined): RunDefaults {
  const run = isMap(value) ? value['run'] : undefined
  if (!isMap(run)) return {}
  return {
    ...(run['shell'] === undefined ? {} : { shell: run['shell'] }),
    ...(run['working-directory'] === undefined ? {} : { workingDirectory: run['working-directory'] }),
  }
}

function permissionsOf(value: Value | undefined, place: string, problems: string[]): Permissions | undefined {
  try {
    return parsePermissions(value)
  } catch (error) {
    if (!(error instanceof PermissionProblem)) throw error
    problems.push(`${place}: ${error.message}`)
    return undefined
  }
}

export function unknownKeys(map: ValueMap, known: readonly string[], place: string, problems: string[]): void {
  for (const key of Object.keys(map)) {
    const answered = key === 'container' || key === 'services'
    if (!known.includes(key) && !answered) problems.push(`${place} has the unknown key "${key}"`)
  }
}
