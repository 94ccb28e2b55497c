import type { SimEvent } from './events.ts'

export type RunStatus = 'queued' | 'pending' | 'waiting' | 'in_progress' | 'completed'
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required' | 'neutral'

export interface RunStep {
  readonly number: number
  readonly name: string
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion: Conclusion | null
  readonly startedAt: string | null
  readonly completedAt: string | null
}

/** One job of one attempt. The runner changes it through `RunnerHost.updateJob`; readers see a live object. */
export interface RunJob {
  readonly id: number
  readonly runId: number
  readonly runAttempt: number
  /** Key in the workflow's `jobs:`. */
  readonly key: string
  /** Name shown, with matrix values: `test (20)`. It is also the name of the job's check run. */
  readonly name: string
  readonly status: RunStatus
  readonly conclusion: Conclusion | null
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly steps: readonly RunStep[]
  /** Masked text as a person sees it. */
  readonly log: string
}

export interface WorkflowRun {
  readonly id: number
  readonly repository: string
  readonly workflowId: number
  readonly workflowName: string
  /** `.github/workflows/promote.yml` */
  readonly workflowPath: string
  /** Counts the runs of this workflow. */
  readonly runNumber: number
  readonly runAttempt: number
  readonly displayTitle: string
  readonly event: SimEvent
  readonly headBranch: string
  readonly headSha: string
  /** Who caused the first attempt. */
  readonly actor: string
  /** Who caused this attempt. */
  readonly triggeringActor: string
  readonly status: RunStatus
  readonly conclusion: Conclusion | null
  readonly createdAt: string
  readonly startedAt: string
  readonly updatedAt: string
  /** Jobs of the current attempt. */
  readonly jobs: readonly RunJob[]
  /** Earlier attempts, oldest first, as they ended. */
  readonly previousAttempts: readonly WorkflowRun[]
  /** The run's own lines (why a job was skipped, what failed to parse) followed by the logs of its jobs. */
  readonly log: string
}

/** What a runner may change of a run. */
export type RunChange = Partial<Pick<WorkflowRun, 'status' | 'conclusion' | 'displayTitle' | 'workflowName'>> & {
  /** Text added to the run's own lines. */
  readonly appendLog?: string
}

/** What a runner may change of a job. */
export type JobChange = Partial<Pick<RunJob, 'status' | 'conclusion' | 'steps' | 'name'>> & {
  readonly appendLog?: string
}
