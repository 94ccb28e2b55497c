import type { Value, ValueMap } from '../expressions/value.ts'
import type { Permissions } from './permissions.ts'

/** A parsed workflow file; values that may hold expressions stay as written until their place is run. */
export interface Workflow {
  readonly path: string
  readonly name: string
  readonly runName: Value | undefined
  readonly on: Triggers
  readonly env: Value | undefined
  readonly defaults: RunDefaults
  readonly permissions: Permissions | undefined
  readonly concurrency: Value | undefined
  readonly jobs: readonly Job[]
}

/** Event name to what stands below it in `on:`. */
export type Triggers = ReadonlyMap<string, Value>

export interface RunDefaults {
  readonly shell?: Value
  readonly workingDirectory?: Value
}

export interface Job {
  readonly key: string
  readonly name: Value | undefined
  readonly needs: readonly string[]
  readonly if: Value | undefined
  readonly permissions: Permissions | undefined
  readonly environment: Value | undefined
  readonly concurrency: Value | undefined
  readonly outputs: ValueMap
  readonly env: Value | undefined
  readonly defaults: RunDefaults
  readonly timeoutMinutes: Value | undefined
  readonly continueOnError: Value | undefined
  readonly matrix: Value | undefined
  readonly failFast: Value | undefined
  readonly maxParallel: Value | undefined
  readonly steps: readonly Step[]
}

export interface Step {
  readonly id: string | undefined
  readonly name: Value | undefined
  readonly if: Value | undefined
  readonly run: string | undefined
  readonly uses: string | undefined
  readonly with: Value | undefined
  readonly env: Value | undefined
  readonly shell: Value | undefined
  readonly workingDirectory: Value | undefined
  readonly continueOnError: Value | undefined
  readonly timeoutMinutes: Value | undefined
}

/** A workflow or action file GitHub would refuse; `problems` are all found, each naming its place. */
export class WorkflowProblem extends Error {
  readonly code = 'workflow-invalid'
  readonly problems: readonly string[]

  constructor(path: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${path} is not valid: ${problems.join('; ')}`, options)
    this.problems = problems
  }
}
