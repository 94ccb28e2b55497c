import { StagecoachError, type Result, type Room } from '@stagecoach/core'
import { commonInputs, type CommonOutput } from './common-inputs.ts'
import type { ActionSpec, InputsOf } from './define-action.ts'
import { failedResult, reportFailure } from './failure.ts'
import { openRoom, type OpenedRoom, type RoomOptions } from './open-room.ts'
import { readInputs } from './read-inputs.ts'
import { renderSummary } from './render-summary.ts'
import { actionsRunner, type Runner } from './runner.ts'

export interface Runtime<S extends ActionSpec> {
  inputs: InputsOf<S>
  room: Room
  /** `RUNNER_TEMP` and `GITHUB_WORKSPACE`. */
  folders: { temporary: string; workspace: string }
  /** Branch of the run; undefined when it runs for a tag or a pull request. */
  branch: string | undefined
}

/** What `main` gives back: the answer, and the outputs that only this action has. */
export interface Ending<S> {
  result: Result
  /** Markdown below the answer in the summary of the job. */
  summary?: string
  outputs?: S extends ActionSpec<infer _, infer O> ? Partial<Record<Exclude<keyof O, CommonOutput>, string>> : never
}

export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>
  runner: Runner
  open(options: RoomOptions): Promise<OpenedRoom>
}

/**
 * Runs an action: inputs, room, `main`, outputs, summary. It is the one place that catches everything. Every output is set on every path;
 * the step fails only with outcome `failed`, so that workflows can branch on the others.
 */
export async function runAction<S extends ActionSpec>(
  spec: S,
  main: (runtime: Runtime<S>) => Promise<Ending<S>>,
  surroundings: Surroundings = defaultSurroundings(),
): Promise<void> {
  const { runner } = surroundings
  const ending = await runGuarded(spec, main, surroundings)
  const { result, outputs = {}, summary } = ending
  const common: Record<CommonOutput, string> = { outcome: result.outcome, reason: result.reason, result: JSON.stringify(result) }
  const values: Record<string, string | undefined> = { ...outputs, ...common }
  for (const name of Object.keys({ ...spec.outputs, ...common })) runner.output(name, values[name] ?? '')
  announce(runner, result)
  await runner.summary([renderSummary(spec.name, result), ...(summary === undefined ? [] : [summary, ''])].join('\n'))
  if (result.outcome === 'failed') runner.fail()
}

async function runGuarded<S extends ActionSpec>(
  spec: S,
  main: (runtime: Runtime<S>) => Promise<Ending<S>>,
  { environment, runner, open }: Surroundings,
): Promise<Ending<S>> {
  let opened: OpenedRoom | undefined
  try {
    const inputs = readInputs(spec, (name) => runner.input(name))
    const common = readInputs({ name: spec.name, inputs: commonInputs }, (name) => runner.input(name))
    opened = await open({ ...common, ...askedBy(spec, inputs), environment, runner })
    const ending = await main({ inputs, room: opened.room, folders: opened.folders, branch: opened.branch })
    if (ending.result.outcome === 'failed') reportFailure(runner, failureOf(ending.result))
    return ending
  } catch (error) {
    reportFailure(runner, error)
    return { result: failedResult(error) }
  } finally {
    await opened?.close()
  }
}

/** Only of an action that somebody's push wakes. */
function askedBy<S extends ActionSpec>(spec: S, inputs: InputsOf<S>): Pick<RoomOptions, 'asked'> {
  return spec.wokenFor === undefined ? {} : { asked: { wake: spec.wokenFor(inputs) } }
}

/** A use case may end as failed without throwing; the annotation is the same. */
function failureOf({ reason, message, advice }: Result): StagecoachError {
  return new StagecoachError(reason, message, advice === undefined ? {} : { hint: advice.join('\n') })
}

/** Said aloud only when someone should act; a failure was reported where it was caught. */
function announce(runner: Runner, result: Result): void {
  const line = [result.message, ...(result.advice ?? [])].join('\n')
  if (result.outcome === 'blocked' || result.outcome === 'conflict' || result.outcome === 'rolled-back') runner.warn(line)
  else if (result.outcome !== 'failed') runner.info(line)
}

/** Of a process of its own. */
function defaultSurroundings(): Surroundings {
  const environment = process.env
  return { environment, runner: actionsRunner(environment), open: openRoom }
}
