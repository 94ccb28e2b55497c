import { isDeepStrictEqual } from 'node:util'
import { describePoint, type KillPoint } from './kill-points.ts'
import { playClean, playKilled, playKilledAlong, type CleanRun, type KilledRun, type Stretch } from './play.ts'
import type { Ground } from './world.ts'

export interface Killed {
  points: KillPoint[]
  /** What ended otherwise than the clean run, a line for each point. */
  differences: string[]
}

/** Plays a stretch once undisturbed, then once for each of its writes with a kill there, and compares the ends. */
export async function killEverywhere(ground: Ground, stretch: Stretch, wanted: (point: KillPoint) => boolean): Promise<Killed> {
  const clean = await playClean(ground, stretch)
  const points = clean.points.filter(wanted)
  const differences: string[] = []
  const queue = [...points]
  const worker = async (): Promise<void> => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const name = describePoint(point)
      try {
        const found = compare(clean, await playKilled(ground, stretch, point))
        differences.push(...found.map((line) => `${name}: ${line}`))
      } catch (error) {
        differences.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(process.env['STAGECOACH_KILL_WORLDS'] ?? 2) }, worker))
  return { points, differences }
}

/** Plays a stretch once undisturbed, then once with a kill after each of its writes in turn, all of them in one world: it ends as the undisturbed one. */
export async function killAllAlong(ground: Ground, stretch: Stretch, wanted: (point: KillPoint) => boolean): Promise<Killed> {
  const clean = await playClean(ground, stretch)
  const along = await playKilledAlong(ground, stretch, wanted)
  return { points: along.points, differences: compare(clean, along) }
}

function compare(clean: CleanRun, { state, fence, runs }: KilledRun): string[] {
  const older = fence < clean.fence ? [`fence ${fence} < ${clean.fence}`] : []
  return [...older, ...difference(clean.state, state)].map((line) => `${line} (${runs})`)
}

/** `kill points: 14 REST, 10 push, 22 database` */
export function countPoints(points: readonly KillPoint[]): string {
  const count = (kind: KillPoint['kind']): string => `${points.filter((point) => point.kind === kind).length} ${kind}`
  return `kill points: ${count('REST')}, ${count('push')}, ${count('database')}`
}

function difference(expected: object, found: object): string[] {
  const was = new Map(Object.entries(expected))
  return Object.entries(found)
    .filter(([name, value]) => !isDeepStrictEqual(value, was.get(name)))
    .map(([name, value]) => `${name} is ${JSON.stringify(value)}, not ${JSON.stringify(was.get(name))}`)
}
