import type { RunnerHost } from '../runner-host.ts'
import type { RunStep } from '../runs.ts'
import type { JobRecord, StepRecord } from './run-record.ts'

/** Tells the server how a job goes: its steps and what was added to their logs. */
export class JobReporter {
  readonly #host: RunnerHost
  readonly #record: JobRecord
  readonly #told = new Map<StepRecord, number>()

  constructor(host: RunnerHost, record: JobRecord) {
    this.#host = host
    this.#record = record
  }

  report(): void {
    this.#host.updateJob(this.#record.jobId, { steps: this.#record.steps.map(toRunStep), appendLog: this.#news() })
  }

  #news(): string {
    let news = ''
    for (const step of this.#record.steps) {
      const told = this.#told.get(step)
      if (told === undefined) news += `==> ${step.name}\n`
      news += step.log.slice(told ?? 0)
      this.#told.set(step, step.log.length)
    }
    return news
  }
}

function toRunStep(step: StepRecord, index: number): RunStep {
  return {
    number: index + 1,
    name: step.name,
    status: step.conclusion === undefined ? 'in_progress' : 'completed',
    conclusion: step.conclusion ?? null,
    startedAt: step.startedAt,
    completedAt: step.completedAt ?? null,
  }
}
