import { expect } from 'vitest'
import type { OpenGround } from './ground.ts'
import { countPoints, killAllAlong, killEverywhere } from './kill-everywhere.ts'
import type { KillPoint } from './kill-points.ts'
import type { Stretch } from './play.ts'

/**
 * Kills a stretch at each of its points and says how many there were; fails with a line for each difference in the end. By default all
 * kills happen in one world, after one write and then after the next: what a kill after a write leaves is what one before the next finds.
 */
export async function expectSameEnd(
  { ground }: OpenGround,
  stretch: Stretch,
  wanted: (point: KillPoint) => boolean = () => true,
): Promise<KillPoint[]> {
  const start = performance.now()
  const kill = longRun ? killEverywhere : killAllAlong
  const { points, differences } = await kill(ground, stretch, wanted)
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`${stretch.name}: ${countPoints(points)} (${points.length} in all, ${seconds} s)`)
  expect(differences, differences.join('\n')).toEqual([])
  return points
}

/** Every stretch, and for each point before and after a write a world of its own, for an hour's patience: set STAGECOACH_KILL=all. */
export const longRun = process.env['STAGECOACH_KILL'] === 'all'

/** Hours on a busy machine are no reason to fail: a world takes seconds, and nothing here waits. */
export const patience = 30 * 60_000
