import type { Annotation } from './commands/annotation.ts'

export type StepConclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

/** A step as it ran: `outcome` before `continue-on-error`, `conclusion` after. */
export interface StepRecord {
  readonly name: string
  readonly id: string | undefined
  readonly startedAt: string
  completedAt: string | undefined
  outcome: StepConclusion | undefined
  conclusion: StepConclusion | undefined
  outputs: Record<string, string>
  /** Masked text. */
  log: string
  /** Masked Markdown of GITHUB_STEP_SUMMARY. */
  summary: string
  readonly annotations: Annotation[]
}

export interface JobRecord {
  readonly jobId: number
  readonly key: string
  readonly name: string
  result: StepConclusion | undefined
  outputs: Record<string, string>
  readonly steps: StepRecord[]
}

/** One attempt of a run; live while it runs. */
export interface RunRecord {
  readonly runId: number
  readonly attempt: number
  readonly workflowPath: string
  conclusion: StepConclusion | undefined
  readonly jobs: JobRecord[]
  readonly artifacts: Artifacts
}

export function newStepRecord(name: string, startedAt: string, id?: string): StepRecord {
  return {
    name, id, startedAt, completedAt: undefined, outcome: undefined, conclusion: undefined, outputs: {}, log: '', summary: '', annotations: [],
  } // prettier-ignore
}

export interface Artifacts {
  /** Folder with one sub-folder for each artifact. */
  readonly folder: string
  /** Names brought over from the attempt before; a job that runs again may upload them again. */
  readonly inherited: Set<string>
}
