import type { WorkflowRun } from '../../runs.ts'
import type { JobRecord, RunnerOptions } from '../index.ts'
import { scene } from './scene.ts'
import type { Files } from './scene.ts'

export interface RunOutcome extends Disposable {
  readonly run: WorkflowRun
  readonly record: JobRecord
  readonly log: string
  /** Conclusions of the job's own steps, in order, set-up and post steps left out. */
  readonly conclusions: string
}

/** Runs one job with these steps (YAML, indented as in the file) in a scene with a secret and a variable. */
export async function runSteps(steps: string, job = '', files: Files = {}, options: RunnerOptions = {}): Promise<RunOutcome> {
  const stage = scene(options)
  stage.host.secretValues = { PASSWORD: 'hunter2x', KEY: 'LINE-ONE\nline-two\n' }
  stage.host.variableValues = { COLOUR: 'green' }
  const text = `on: push\njobs:\n  job:\n    runs-on: x\n    ${job}\n    steps:\n      ${steps.trim()}\n`
  const [run] = await stage.push({ ...files, '.github/workflows/w.yml': text })
  const record = run === undefined ? undefined : stage.controls.record(run.id).jobs[0]
  if (run === undefined || record === undefined) {
    stage[Symbol.dispose]()
    throw new Error(`no job was run: ${run?.log ?? ''}`)
  }
  const own = record.steps.filter((step) => !/^(Set up|Pre|Post) /.test(step.name))
  return {
    run,
    record,
    log: run.jobs.map((one) => one.log).join(''),
    conclusions: own.map((step) => step.conclusion).join(' '),
    [Symbol.dispose]: () => stage[Symbol.dispose](),
  }
}
