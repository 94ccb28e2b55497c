import { workflows } from '@stagecoach/core'
import { checkRest, checkRun } from '../check.ts'
import type { Login } from '../person.ts'
import type { Walk } from '../walk.ts'
import type { Ran } from '../perform-run.ts'

/** Numbers that an operation chooses with, so that the same step does the same thing in the same place. */
export interface Step {
  operation: string
  a: number
  b: number
  /** The run is killed at this effect of it, and run again. */
  kill?: { effect: number; moment: 'before' | 'after' }
}

/** Does it, and says what in one line; undefined when there is nothing to do it with. */
export type Operation = (walk: Walk, step: Step) => Promise<string | undefined>

export function choose<T>(from: readonly T[], number: number): T | undefined {
  return from.length === 0 ? undefined : from[number % from.length]
}

/** Dispatches a workflow as a person, and runs it and all that it starts. Answers with how each run ended. */
export async function dispatch(
  walk: Walk,
  step: Step,
  login: Login,
  workflow: keyof typeof workflows,
  inputs: Readonly<Record<string, string>>,
): Promise<Ran[]> {
  await walk.world.dispatch(login, workflows[workflow], inputs)
  return settle(walk, step)
}

/** Runs whatever waits. */
export async function settle(walk: Walk, step: Step): Promise<Ran[]> {
  const { world } = walk
  const first = world.runs.length
  world.kill = step.kill
  await world.settle(() => checkRun(walk))
  world.kill = undefined
  await checkRest(walk)
  world.simulator.clock.advance(`${1 + (step.a % 20)}m`)
  return world.runs.slice(first)
}

/** `promote alpha to qa: opened, merged, deployed`. */
export function told(what: string, runs: readonly Ran[]): string {
  const ends = runs.map(({ workflow, end }) => {
    const short = workflow.replace('stagecoach-', '').replace('.yml', '')
    if (end.kind === 'result') {
      const { outcome, reason } = end.result
      return `${short} ${outcome}${reason === 'done' ? '' : ` (${reason})`}`
    }
    return end.kind === 'killed' ? `${short} killed ${end.where}` : `${short} failed (${end.code}: ${end.message})`
  })
  return `${what}: ${ends.join(', ') || 'nothing ran'}`
}
