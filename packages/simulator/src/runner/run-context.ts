import type { SimEvent } from '../events.ts'
import type { RunnerHost, RunnerRepository } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import type { ConcurrencyGate } from './concurrency-gate.ts'
import type { ValueMap } from './expressions/value.ts'
import type { Leftovers } from './leftovers.ts'
import type { Limiter } from './limiter.ts'
import type { RunControl } from './run-control.ts'
import type { RunRecord } from './run-record.ts'
import type { RunnerOptions } from './runner-options.ts'
import type { Workflow } from './workflow/workflow.ts'

/** What all jobs of one attempt share. */
export interface RunContext {
  readonly host: RunnerHost
  readonly options: RunnerOptions
  readonly repository: RunnerRepository
  readonly run: WorkflowRun
  readonly event: SimEvent
  readonly workflow: Workflow
  readonly control: RunControl
  readonly record: RunRecord
  readonly gate: ConcurrencyGate
  readonly jobSlots: Limiter
  readonly leftovers: Leftovers
  /** `inputs` context; empty but for workflow_dispatch. */
  readonly inputs: ValueMap
  readonly github: ValueMap
  /** Folder of this attempt. */
  readonly folder: string
}

/** What a job came to, as `needs` tells it. */
export interface JobResult {
  readonly result: 'success' | 'failure' | 'cancelled' | 'skipped'
  readonly outputs: Readonly<Record<string, string>>
}
