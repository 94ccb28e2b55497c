import type { SimEvent } from '../events.ts'
import type { DueSchedule, Runner, RunnerHost } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import { ConcurrencyGate } from './concurrency-gate.ts'
import { keptResults } from './kept-results.ts'
import { Leftovers } from './leftovers.ts'
import { Limiter } from './limiter.ts'
import { WorkflowFiles } from './read-repository.ts'
import { RunControl } from './run-control.ts'
import type { JobResults } from './run-jobs.ts'
import type { RunRecord } from './run-record.ts'
import { runAttempt } from './run-workflow.ts'
import type { RunnerOptions } from './runner-options.ts'
import { dueSchedules } from './triggers/due-schedules.ts'
import { selectRuns, withInputs } from './triggers/select-runs.ts'
import type { Workflow } from './workflow/workflow.ts'

interface Running {
  readonly control: RunControl
  readonly ended: Promise<void>
  /** Gives the run's place to another one. */
  readonly giveBack: () => void
}

/** Runs the workflows of one simulator. */
export class WorkflowRunner implements Runner {
  readonly #host: RunnerHost
  readonly #options: RunnerOptions
  readonly #files = new WorkflowFiles()
  readonly #gate = new ConcurrencyGate()
  readonly #leftovers = new Leftovers()
  readonly #slots: Limiter
  readonly #running = new Map<number, Running>()
  readonly #records: RunRecord[] = []
  readonly #results = new Map<number, JobResults>()
  #selecting: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(host: RunnerHost, options: RunnerOptions) {
    this.#host = host
    this.#options = options
    this.#slots = new Limiter(options.parallel ?? 1)
  }

  /** Attempts in the order in which they were started. */
  get records(): readonly RunRecord[] {
    return this.#records
  }

  async handle(event: SimEvent): Promise<void> {
    if (this.#closed) return
    // One after another, so that runs are numbered in the order of the events.
    const starting = this.#selecting.then(() => this.#start(event))
    this.#selecting = starting.catch(() => undefined)
    const runs = await starting
    await Promise.all(runs.map((run) => run.ended))
  }

  async rerun(run: WorkflowRun, options: { readonly failedOnly: boolean }): Promise<void> {
    const repository = this.#host.repository(run.repository)
    const files = await this.#files.at(repository.path, run.event.workflowSha)
    const found = files.find((file) => file.path === run.workflowPath)
    if (found === undefined || !('workflow' in found))
      throw new Error(`The workflow "${run.workflowPath}" is not there any more.`)
    const before = this.#results.get(run.id) ?? new Map()
    await this.#launch(run, found.workflow, options.failedOnly ? keptResults(before, found.workflow.jobs) : new Map()).ended
  }

  async cancel(run: WorkflowRun): Promise<void> {
    const running = this.#running.get(run.id)
    running?.control.cancel()
    running?.control.resume()
    await running?.ended
  }

  schedule(from: Date, to: Date): Promise<readonly DueSchedule[]> {
    return dueSchedules(this.#host.repositories(), this.#files, from, to)
  }

  async close(): Promise<void> {
    this.#closed = true
    const all = [...this.#running.values()]
    for (const { control } of all) control.kill()
    await Promise.all(all.map((running) => running.ended))
    this.#files.close()
    await this.#leftovers.gone()
  }

  kill(runId: number): void {
    this.#active(runId).control.kill()
  }

  /** Stops all processes of a run where they stand; its place is given to another run. */
  pause(runId: number): void {
    const running = this.#active(runId)
    running.control.pause()
    running.giveBack()
  }

  resume(runId: number): void {
    this.#active(runId).control.resume()
  }

  /** Resolves when the run's current attempt has ended. */
  async ended(runId: number): Promise<void> {
    await this.#running.get(runId)?.ended
  }

  #active(runId: number): Running {
    const running = this.#running.get(runId)
    if (running === undefined) throw new Error(`Run ${runId} is not running.`)
    return running
  }

  async #start(event: SimEvent): Promise<Running[]> {
    const repository = this.#host.repository(event.repository)
    const files = await this.#files.at(repository.path, event.workflowSha)
    return selectRuns(files, event, this.#host.variables(event.repository)).flatMap((request) => {
      if (request.kind === 'run') {
        const { workflow, title } = request
        const named = title === undefined ? {} : { displayTitle: title }
        const run = this.#host.createRun(event, { workflowName: workflow.name, workflowPath: workflow.path, ...named })
        return [this.#launch(run, workflow, new Map())]
      }
      const run = this.#host.createRun(event, { workflowName: request.name, workflowPath: request.path })
      this.#host.updateRun(run.id, { status: 'completed', conclusion: 'failure', appendLog: `##[error]${request.message}\n` })
      return []
    })
  }

  #launch(run: WorkflowRun, workflow: Workflow, kept: JobResults): Running {
    const control = new RunControl(this.#options.cancelGrace ?? 7500)
    const { inputs, event } = withInputs(run.event, workflow)
    const previous = this.#records.findLast((record) => record.runId === run.id)
    const { runAttempt: attemptNumber } = run
    let giveBack = (): void => undefined
    const ended = runAttempt(
      {
        host: this.#host, options: this.#options, gate: this.#gate, runSlots: this.#slots, leftovers: this.#leftovers, run, event, workflow, inputs, control, kept, previous,
      }, // prettier-ignore
      (record, place) => {
        this.#records.push(record)
        giveBack = place
      },
    )
      .then(({ results }) => void this.#results.set(run.id, results))
      .finally(() => {
        if (run.runAttempt === attemptNumber) this.#running.delete(run.id)
      })
    const running: Running = { control, ended, giveBack: () => giveBack() }
    this.#running.set(run.id, running)
    return running
  }
}
