import type { RunnerFactory } from '../runner-host.ts'
import type { RunRecord } from './run-record.ts'
import { WorkflowRunner } from './runner.ts'
import type { RunnerOptions } from './runner-options.ts'

export type { AppToken, AppTokenRequest, RunnerOptions } from './runner-options.ts'
export type { Annotation } from './commands/annotation.ts'
export type { Artifacts, JobRecord, RunRecord, StepConclusion, StepRecord } from './run-record.ts'

/** What `startSimulator` takes as `runner`, with handles for tests. One belongs to one simulator. */
export interface RunnerControls extends RunnerFactory {
  /** All attempts so far, oldest first; live while they run. */
  records(): readonly RunRecord[]
  /** The newest attempt of a run, or the one given. Throws when there is none. */
  record(runId: number, attempt?: number): RunRecord
  /** SIGKILL to all processes of a run. It ends `failure`, its tokens are revoked, no further step runs. */
  kill(runId: number): void
  /** SIGSTOP to all processes of a run; nothing new starts in it. */
  pause(runId: number): void
  resume(runId: number): void
  /** Resolves when the run's current attempt has ended; at once when it is not running. */
  ended(runId: number): Promise<void>
}

/** Makes the workflow runner of one simulator: `startSimulator({ directory, runner: createRunner(options) })`. */
export function createRunner(options: RunnerOptions = {}): RunnerControls {
  let runner: WorkflowRunner | undefined
  const started = (): WorkflowRunner => {
    if (runner === undefined) throw new Error('The runner is not started; give it to startSimulator first.')
    return runner
  }
  const factory: RunnerFactory = (host) => {
    runner = new WorkflowRunner(host, options)
    return runner
  }
  return Object.assign(factory, {
    records: () => started().records,
    record: (runId: number, attempt?: number): RunRecord => {
      const found = started().records.findLast((one) => one.runId === runId && (attempt === undefined || one.attempt === attempt))
      if (found === undefined) throw new Error(`No attempt ${attempt ?? ''} of run ${runId} has started.`)
      return found
    },
    kill: (runId: number) => started().kill(runId),
    pause: (runId: number) => started().pause(runId),
    resume: (runId: number) => started().resume(runId),
    ended: (runId: number) => started().ended(runId),
  })
}
