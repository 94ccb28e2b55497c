import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SimEvent } from '../events.ts'
import type { RunnerHost, RunnerRepository } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import { Masks } from './commands/masks.ts'
import type { Value, ValueMap } from './expressions/value.ts'
import type { Processes } from './processes.ts'
import type { StepOutput } from './commands/step-output.ts'
import type { Artifacts, JobRecord, StepRecord } from './run-record.ts'
import type { RunnerOptions } from './runner-options.ts'

export interface JobFolders {
  readonly home: string
  readonly workspace: string
  readonly temp: string
  readonly tools: string
}

/** What is done at the end of a job, last registered first. */
export interface PostStep {
  readonly name: string
  readonly condition: Value | undefined
  /** Tells posts of one action apart, so that pre and main do not register it twice. */
  readonly state: Readonly<Record<string, string>>
  readonly run: (surroundings: PostSurroundings) => Promise<boolean>
}

export interface PostSurroundings {
  readonly record: StepRecord
  readonly output: StepOutput
  readonly signal: AbortSignal
}

export interface SessionFacts {
  readonly host: RunnerHost
  readonly options: RunnerOptions
  readonly repository: RunnerRepository
  readonly run: WorkflowRun
  readonly event: SimEvent
  readonly record: JobRecord
  readonly processes: Processes
  readonly token: string
  readonly folder: string
  readonly artifacts: Artifacts
  /** Contexts that do not change while the job runs: github, needs, strategy, matrix, vars, secrets, inputs. */
  readonly contexts: ValueMap
}

/** The state of one running job. */
export class JobSession {
  readonly facts: SessionFacts
  readonly masks = new Masks()
  readonly folders: JobFolders
  readonly posts: PostStep[] = []
  /** Workflow and job `env`, and what steps wrote to GITHUB_ENV. */
  env: Record<string, string> = {}
  /** What steps wrote to GITHUB_PATH, first to search first. */
  path: string[] = []
  /** From `defaults.run`. */
  defaultShell: string | undefined
  defaultFolder: string | undefined
  failed = false
  cancelled = false
  /** Cancels the step that runs now. */
  stepAbort = new AbortController()
  /** Whether the condition of the step that runs now holds after a cancel too; then it may finish. */
  stepSurvives: () => boolean = () => false

  constructor(facts: SessionFacts) {
    this.facts = facts
    const at = (name: string): string => join(facts.folder, name)
    this.folders = { home: at('home'), workspace: at('work'), temp: at('temp'), tools: at('tools') }
    for (const folder of Object.values(this.folders)) mkdirSync(folder, { recursive: true })
  }

  get status(): 'success' | 'failure' | 'cancelled' {
    return this.cancelled ? 'cancelled' : this.failed ? 'failure' : 'success'
  }

  cancel(): void {
    if (this.cancelled) return
    this.cancelled = true
    if (!this.stepSurvives()) this.stepAbort.abort()
  }
}
