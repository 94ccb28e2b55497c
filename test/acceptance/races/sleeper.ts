import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkflowRun } from '@stagecoach/simulator'
import type { World } from '../kill/world.ts'

/** Polls, in real time: what is waited for happens in other processes. */
export async function until(wanted: () => boolean, what: string): Promise<void> {
  for (const start = Date.now(); !wanted(); await sleep(50)) {
    if (Date.now() - start > 240_000) throw new Error(`Not in four minutes: ${what}.`)
  }
}

export function deployRuns(world: World): WorkflowRun[] {
  return world.simulator.runs.filter((run) => run.workflowPath.endsWith('stagecoach-deploy.yml'))
}

/** Outputs of the action's step. */
export function resultOf(world: World, run: WorkflowRun | undefined): { outcome: string; reason: string } {
  const steps = world.runner.record(run?.id ?? 0).jobs.flatMap((job) => job.steps)
  const outputs = steps.map((step) => step.outputs).find((each) => 'outcome' in each)
  return { outcome: outputs?.['outcome'] ?? '', reason: outputs?.['reason'] ?? '' }
}

/** A deployer that fell asleep, and the one that took its lease over after its end and finished. */
export interface Overtaken {
  asleep: WorkflowRun
  awake: WorkflowRun
  /** Wakes it up and lets everything end. */
  wake(): Promise<void>
}

/** Starts a deployment that is stopped (SIGSTOP) when `trap` says so, and another one when its lease has ended. */
export async function overtake(world: World, trap: (stop: () => void) => void): Promise<Overtaken> {
  let sleeper: number | undefined
  trap(() => {
    sleeper = world.current()?.id
    if (sleeper !== undefined) world.runner.pause(sleeper)
  })
  await world.dispatch('deploy', { environment: 'integration' })
  const settled = world.settle()
  await until(() => sleeper !== undefined, 'a deployer that sleeps')
  world.simulator.clock.advance('131m')
  await world.dispatch('deploy', { environment: 'integration' })
  await until(() => deployRuns(world).length === 2, 'a second run')
  const [asleep, awake] = deployRuns(world)
  if (asleep === undefined || awake === undefined) throw new Error('Two runs are there and yet not.')
  await until(() => awake.status === 'completed', 'the end of the second run')
  return {
    asleep,
    awake,
    async wake() {
      world.runner.resume(asleep.id)
      await settled
    },
  }
}
