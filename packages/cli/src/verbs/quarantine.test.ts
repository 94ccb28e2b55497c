import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, pushFeature } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await openShop()
  await pushFeature(bench, 'labels', { 'labels.txt': 'labels' })
  await bench.run('build', 'feature/labels')
}, 120_000)
afterAll(() => bench[Symbol.asyncDispose]())

const hold = (...more: string[]) => bench.json('hold', 'labels', '--environment', 'integration', '--reason', 'it smells', ...more)
const release = () => bench.json('release', 'labels', '--environment', 'integration', '--reason', 'it was the cheese')

/** Every verb that could bring a package further, in the order of its road: how it ends while the package is held, and when it is not. */
const verbs = [
  { verb: ['promote', 'integration', 'labels'], held: ['blocked', 'held'], free: 'opened' },
  { verb: ['promote', 'integration'], held: ['blocked', 'held'], free: 'unchanged' },
  { verb: ['gate', 'integration', 'labels'], held: ['blocked', 'gates-failed'], free: 'merged' },
  { verb: ['deploy', 'integration'], held: ['blocked', 'held'], free: 'deployed' },
  { verb: ['promote', 'production', 'labels'], held: ['blocked', 'not-verified-before'], free: 'opened' },
] as const

describe('a package in quarantine', () => {
  it.each(verbs)(
    'is not carried on by $verb, also not by the sweep, until it is released',
    { timeout: 120_000 },
    async ({ verb, held, free }) => {
      expect((await hold()).result.outcome).toBe('recorded')
      const { result } = await bench.json(...verb)
      expect([result.outcome, result.reason]).toEqual(held)
      const branches = () => bench.git('--git-dir', bench.remote, 'for-each-ref', 'refs/heads/main', 'refs/heads/env')
      const before = await branches()
      await bench.json('sweep')
      expect(await branches()).toBe(before)
      await release()
      expect((await bench.json(...verb)).result.outcome).toBe(free)
    },
  )

  it('goes on by itself when the hold has run out, and not before', { timeout: 120_000 }, async () => {
    await hold('--until', '3h')
    expect((await bench.json('gate', 'production', 'labels')).result.outcome).not.toBe('merged')
    bench.simulator.clock.advance('2h')
    await bench.json('sweep')
    expect((await bench.json('gate', 'production', 'labels')).result.outcome).not.toBe('merged')
    bench.simulator.clock.advance('2h')
    await bench.json('sweep')
    expect(await bench.git('--git-dir', bench.remote, 'ls-tree', '--name-only', 'main', 'labels.txt')).toBe('labels.txt')
  })
})
