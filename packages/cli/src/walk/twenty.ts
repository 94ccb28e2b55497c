import { keepDatabases } from '@stagecoach/database/testing'
import { afterAll, expect, test } from 'vitest'
import { drawWalk } from './draw-walk.ts'
import { takeWalk } from './take-walk.ts'

const wanted = 30
/** Milliseconds; five seconds on a machine that has nothing else to do. */
const timeout = 900_000

/** Ten seeded walks; two files take them, since a machine has two cores at least. Hundreds are taken by `run.ts` beside this file. */
export function testWalks(seeds: readonly number[]): void {
  const kept = keepDatabases()
  const total = { runs: 0, killed: 0, merged: 0, deployed: 0, back: 0 }
  afterAll(() => kept.close())

  test.each(seeds)('nothing is lost, held and deployed, or different in silence on random walk %i', { timeout }, async (seed) => {
    const end = await takeWalk(kept, drawWalk(seed, 3 * wanted), wanted)
    expect(end.failure, end.log.join('\n')).toBeUndefined()
    expect(end.done).toBe(wanted)
    const count = (what: RegExp): number =>
      Object.entries(end.outcomes).reduce((sum, [name, times]) => sum + (what.test(name) ? times : 0), 0)
    total.runs += end.runs
    total.killed += end.killed
    total.merged += count(/ merged\//)
    total.deployed += count(/ deployed\//)
    total.back += count(/ rolled-back\//)
  })

  test('the walks did what walks are for', () => {
    // Walks that are hardly ever merged, killed or taken back would prove nothing.
    expect(total.merged).toBeGreaterThan(5 * seeds.length)
    expect(total.deployed).toBeGreaterThan(5 * seeds.length)
    expect(total.killed).toBeGreaterThan(2 * seeds.length)
    expect(total.back).toBeGreaterThan(seeds.length / 2)
    console.log(`${seeds.length} walks, ${seeds.length * wanted} operations: ${JSON.stringify(total)}`)
  })
}
