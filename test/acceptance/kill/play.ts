import { finalState, type FinalState } from './final-state.ts'
import { killAlong } from './kill-along.ts'
import { killAt, recordWrites, type KillPoint } from './kill-points.ts'
import { openWorld, type Ground, type Snapshot, type World } from './world.ts'

/** A stretch of the road: from a snapshot, what a person starts, and everything that follows. */
export interface Stretch {
  name: string
  from: Snapshot
  start(world: World): Promise<void>
  /** What a person does when everything is quiet, such as an approval of what is open then. */
  then?(world: World): Promise<void>
}

export interface CleanRun {
  points: KillPoint[]
  state: FinalState
  fence: number
}

async function play(stretch: Stretch, world: World): Promise<void> {
  await stretch.start(world)
  await world.settle()
  await goOn(stretch, world)
}

async function goOn(stretch: Stretch, world: World): Promise<void> {
  await stretch.then?.(world)
  await world.settle()
}

async function sweep(world: World): Promise<void> {
  await world.dispatch('sweep')
  await world.settle()
}

export async function playClean(ground: Ground, stretch: Stretch): Promise<CleanRun> {
  const world = await openWorld(ground, stretch.from)
  try {
    const points = recordWrites(world)
    await play(stretch, world)
    const found = points()
    await sweep(world)
    return { points: found, state: await finalState(world), fence: await fenceOf(world) }
  } finally {
    await world.close()
  }
}

export interface KilledRun {
  state: FinalState
  fence: number
  /** What ran, see `runsOf`. */
  runs: string
}

/** Plays a stretch in one world whose runs are killed again and again, each a write further; after each kill a person runs again what was killed. */
export async function playKilledAlong(
  ground: Ground,
  stretch: Stretch,
  wanted: (point: KillPoint) => boolean,
): Promise<KilledRun & { points: KillPoint[] }> {
  const world = await openWorld(ground, stretch.from)
  try {
    const points = await killAlong(
      world,
      wanted,
      () => play(stretch, world),
      async (runId, nth) => {
        await runAgain(world, runId, nth % 2 === 0)
        await goOn(stretch, world)
      },
    )
    await sweep(world)
    return { points, state: await finalState(world), fence: await fenceOf(world), runs: runsOf(world) }
  } finally {
    await world.close()
  }
}

/** Plays a stretch, killed at a point; then a person runs again what was killed, and the schedule comes round. */
export async function playKilled(ground: Ground, stretch: Stretch, point: KillPoint): Promise<KilledRun> {
  const world = await openWorld(ground, stretch.from)
  try {
    const end = killAt(world, point)
    await play(stretch, world)
    const killed = end()
    if (killed === undefined) throw new Error('The write never came, so nothing was killed.')
    await runAgain(world, killed, point.when === 'before')
    await goOn(stretch, world)
    await sweep(world)
    return { state: await finalState(world), fence: await fenceOf(world), runs: runsOf(world) }
  } finally {
    await world.close()
  }
}

/** The button "Re-run all jobs", or a new run of the same workflow with the same inputs. */
async function runAgain(world: World, runId: number, button: boolean): Promise<void> {
  const run = world.simulator.runs.find((each) => each.id === runId)
  if (run === undefined) throw new Error(`No run ${runId}.`)
  const inputs = run.event.payload['inputs']
  if (button || typeof inputs !== 'object' || inputs === null)
    await world.call('maya', 'POST', `/actions/runs/${runId}/rerun`, {})
  else {
    const workflow = /stagecoach-(.+)\.yml$/.exec(run.workflowPath)?.[1] ?? ''
    await world.dispatch(workflow, Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)])))
  }
  await world.settle()
}

/** `deploy failure, deploy success, sweep success`, for whoever must find out why. */
function runsOf(world: World): string {
  const attempts = world.simulator.runs.flatMap((run) => [...run.previousAttempts, run])
  return attempts.map((run) => `${run.workflowName.replace('Stagecoach ', '')} ${run.conclusion}`).join(', ')
}

async function fenceOf(world: World): Promise<number> {
  const [row] = await world.sql('integration', `select fence::int as fence from stagecoach.fence`)
  return Number(row?.['fence'] ?? 0)
}
