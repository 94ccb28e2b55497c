import type { SimEvent } from '../events.ts'
import type { DueSchedule, Runner, RunnerHost } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import { ConcurrencyGate } from './concurrency-gate.ts'
import { ExpressionProblem } from './expressions/evaluate.ts'
import { interpolate } from './expressions/template.ts'
import { isMap, toText } from './expressions/value.ts'
import type { ValueMap } from './expressions/value.ts'
import { Limiter } from './limiter.ts'
import { WorkflowFiles } from './read-repository.ts'
import type { FoundWorkflow } from './read-repository.ts'
import { RunControl } from './run-control.ts'
import type { JobResults } from './run-jobs.ts'
import type { RunRecord } from './run-record.ts'
import { runAttempt } from './run-workflow.ts'
import type { RunnerOptions } from './runner-options.ts'
import { dueSchedules } from './triggers/due-schedules.ts'
import { readDispatchInputs } from './triggers/dispatch-inputs.ts'
import { selects } from './triggers/select.ts'
import { ancestorsOf } from './workflow/job-order.ts'
import type { Workflow } from './workflow/workflow.ts'

interface Running {
  readonly control: RunControl
  readonly ended: Promise<void>
  giveBack: () => void
}

/** Runs the workflows of one simulator. */
export class WorkflowRunner implements Runner {
  readonly #host: RunnerHost
  readonly #options: RunnerOptions
  readonly #files = new WorkflowFiles()
  readonly #gate = new ConcurrencyGate()
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
    const kept = options.failedOnly ? this.#keptResults(run.id, found.workflow) : new Map<string, never>()
    await this.#launch(run, run.event, found.workflow, kept)?.ended
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
    return files
      .filter((file) => event.workflowPath === undefined || file.path === event.workflowPath)
      .flatMap((file) => this.#startOne(file, event))
  }

  #startOne(file: FoundWorkflow, event: SimEvent): Running[] {
    if ('problem' in file) {
      // GitHub shows a broken file as a failed run at each push.
      if (event.name === 'push' || event.workflowPath === file.path)
        this.#failAtOnce(file.path, file.path, event, file.problem.message)
      return []
    }
    const { workflow } = file
    if (!selects(workflow.on, event)) return []
    const { event: whole, inputs, problems } = withInputs(event, workflow)
    if (problems.length > 0) {
      this.#failAtOnce(file.path, workflow.name, event, problems.join('; '))
      return []
    }
    const title = this.#title(workflow, whole, inputs)
    const run = this.#host.createRun(event, { workflowName: workflow.name, workflowPath: file.path, ...title })
    return [this.#launch(run, whole, workflow, new Map())]
  }

  #launch(run: WorkflowRun, event: SimEvent, workflow: Workflow, kept: JobResults): Running {
    const control = new RunControl(this.#options.cancelGrace ?? 7500)
    const { inputs, event: whole } = withInputs(event, workflow)
    const running: { -readonly [key in keyof Running]: Running[key] } = {
      control,
      ended: Promise.resolve(),
      giveBack: () => undefined,
    }
    const previous = this.#records.findLast((record) => record.runId === run.id)
    const { runAttempt: attemptNumber } = run
    running.ended = runAttempt(
      {
        host: this.#host,
        options: this.#options,
        gate: this.#gate,
        runSlots: this.#slots,
        run,
        event: whole,
        workflow,
        inputs,
        control,
        kept,
        previous,
      },
      (record, giveBack) => {
        this.#records.push(record)
        running.giveBack = giveBack
      },
    )
      .then(({ results }) => void this.#results.set(run.id, results))
      .finally(() => {
        if (run.runAttempt === attemptNumber) this.#running.delete(run.id)
      })
    this.#running.set(run.id, running)
    return running
  }

  #failAtOnce(path: string, name: string, event: SimEvent, message: string): void {
    const run = this.#host.createRun(event, { workflowName: name, workflowPath: path })
    this.#host.updateRun(run.id, { status: 'completed', conclusion: 'failure', appendLog: `##[error]${message}\n` })
  }

  #title(workflow: Workflow, event: SimEvent, inputs: ValueMap): { displayTitle?: string } {
    if (workflow.runName === undefined) return {}
    const github: ValueMap = {
      actor: event.actor,
      event: event.payload as ValueMap,
      event_name: event.name,
      ref: event.ref,
      sha: event.sha,
    } // JSON by contract
    const contexts = { github, inputs, vars: this.#host.variables(event.repository) }
    try {
      return { displayTitle: interpolate(toText(workflow.runName), { contexts, functions: {} }) }
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error
      return {}
    }
  }

  /** Jobs that succeeded and need nothing that failed. */
  #keptResults(runId: number, workflow: Workflow): JobResults {
    const results = this.#results.get(runId) ?? new Map()
    const again = (key: string): boolean => results.get(key)?.result !== 'success'
    const jobs = workflow.jobs.filter((job) => !again(job.key) && ![...ancestorsOf(job, workflow.jobs)].some(again))
    return new Map(jobs.flatMap((job) => [...results].filter(([key]) => key === job.key)))
  }
}

function withInputs(event: SimEvent, workflow: Workflow): { event: SimEvent; inputs: ValueMap; problems: readonly string[] } {
  if (event.name !== 'workflow_dispatch') return { event, inputs: {}, problems: [] }
  const given = event.payload['inputs'] as ValueMap | null | undefined // JSON by contract
  const inputs = readDispatchInputs(workflow.on.get('workflow_dispatch') ?? null, isMap(given ?? null) ? (given ?? {}) : {})
  return {
    event: { ...event, payload: { ...event.payload, inputs: inputs.texts } },
    inputs: inputs.typed,
    problems: inputs.problems,
  }
}
