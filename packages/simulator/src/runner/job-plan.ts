import { interpolate, resolveTemplate } from './expressions/template.ts'
import type { Scope } from './expressions/evaluate.ts'
import { isMap, isTruthy, toText } from './expressions/value.ts'
import type { Value, ValueMap } from './expressions/value.ts'
import type { ConcurrencyRequest } from './workflow/concurrency.ts'
import { expandMatrix, matrixJobName } from './workflow/matrix.ts'
import { WorkflowProblem } from './workflow/workflow.ts'
import type { Job } from './workflow/workflow.ts'

/** One job to run: a job of the workflow with one combination of its matrix. */
export interface JobPlan {
  readonly job: Job
  readonly name: string
  readonly matrix: ValueMap | null
  readonly strategy: ValueMap
  readonly continueOnError: boolean
  readonly timeoutMinutes: number
  readonly environment: PlannedEnvironment | undefined
  readonly concurrency: ConcurrencyRequest | undefined
}

export interface PlannedEnvironment {
  readonly name: string
  readonly url: Value | undefined
  /** False for `deployment: false`: its rules and secrets count, and nothing is shown as deployed. */
  readonly deployment: boolean
}

export interface JobPlans {
  readonly plans: readonly JobPlan[]
  readonly failFast: boolean
  readonly maxParallel: number
}

/** Expands a job into what is to run. `contexts` are those a job's `strategy` sees: github, needs, vars, inputs. */
export function planJob(job: Job, contexts: ValueMap): JobPlans {
  const scope: Scope = { contexts, functions: {} }
  const combinations = job.matrix === undefined ? [null] : expandMatrix(resolveTemplate(job.matrix, scope))
  const failFast = job.failFast === undefined || isTruthy(resolveTemplate(job.failFast, scope))
  const maxParallel = job.maxParallel === undefined ? combinations.length : Number(resolveTemplate(job.maxParallel, scope))
  const plans = combinations.map((matrix, index) => {
    const strategy = { 'fail-fast': failFast, 'job-index': index, 'job-total': combinations.length, 'max-parallel': maxParallel }
    return planOne(job, matrix, strategy, { contexts: { ...contexts, matrix, strategy }, functions: {} })
  })
  return { plans, failFast, maxParallel: Math.max(1, maxParallel) }
}

function planOne(job: Job, matrix: ValueMap | null, strategy: ValueMap, scope: Scope): JobPlan {
  const named = job.name === undefined ? undefined : interpolate(toText(job.name), scope)
  const usesMatrix = typeof job.name === 'string' && job.name.includes('matrix.')
  const base = named ?? job.key
  const timeout = job.timeoutMinutes === undefined ? 360 : Number(resolveTemplate(job.timeoutMinutes, scope))
  if (!(timeout > 0)) throw new WorkflowProblem(`job "${job.key}"`, ['"timeout-minutes" must be a positive number'])
  return {
    job,
    name: matrix === null || usesMatrix ? base : matrixJobName(base, matrix),
    matrix,
    strategy,
    continueOnError: job.continueOnError !== undefined && isTruthy(resolveTemplate(job.continueOnError, scope)),
    timeoutMinutes: timeout,
    environment: readEnvironment(job.environment, scope),
    concurrency: readConcurrency(job.concurrency, scope),
  }
}

/** Resolves a `concurrency:` key; undefined when absent or its group is empty. */
export function readConcurrency(value: Value | undefined, scope: Scope): ConcurrencyRequest | undefined {
  if (value === undefined || value === null) return undefined
  const resolved = resolveTemplate(value, scope)
  const map = isMap(resolved) ? resolved : { group: resolved }
  const group = toText(map['group'] ?? '')
  if (group === '') return undefined
  const queue = map['queue'] === 'max' ? 'max' : 'single'
  return { group, cancelInProgress: isTruthy(map['cancel-in-progress'] ?? false), queue }
}

function readEnvironment(value: Value | undefined, scope: Scope): JobPlan['environment'] {
  if (value === undefined || value === null) return undefined
  const name = isMap(value) ? value['name'] : value
  const text = name === undefined ? '' : interpolate(toText(name), scope)
  if (text === '') return undefined
  if (!isMap(value)) return { name: text, url: undefined, deployment: true }
  const deployment = value['deployment'] === undefined || isTruthy(resolveTemplate(value['deployment'], scope))
  return { name: text, url: value['url'], deployment }
}
