import { expect } from 'vitest'
import type { OpenGround } from './ground.ts'
import { countPoints, killEverywhere } from './kill-everywhere.ts'
import type { KillPoint } from './kill-points.ts'
import type { Stretch } from './play.ts'

/** Kills a stretch at each of its points and says how many there were; fails with a line for each point that ended otherwise. */
export async function expectSameEnd(
  { ground }: OpenGround,
  stretch: Stretch,
  wanted: (point: KillPoint) => boolean = () => true,
): Promise<KillPoint[]> {
  const start = performance.now()
  const { points, differences } = await killEverywhere(ground, stretch, wanted)
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`${stretch.name}: ${countPoints(points)} (${points.length} in all, ${seconds} s)`)
  expect(differences, differences.join('\n')).toEqual([])
  return points
}

/** Every stretch at every point, for half an hour's patience: set STAGECOACH_KILL=all. */
export const longRun = process.env['STAGECOACH_KILL'] === 'all'

/** What a kill after one write leaves is what a kill before the next finds: by default one of the two stands for both. */
export function oneOfTwo(point: KillPoint): boolean {
  return longRun || point.when === 'after'
}

/** Hours on a busy machine are no reason to fail: a world takes seconds, and nothing here waits. */
export const patience = 30 * 60_000
