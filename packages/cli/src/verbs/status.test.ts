import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openShop, priced, pushFeature } from '../testing/shop.ts'

test('shows where a package is, for people and as one document, also when the API is away', async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'prices.txt': priced('two for friends') })
  expect((await bench.run('build', 'feature/loyalty')).code).toBe(0)
  expect((await bench.run('promote', 'integration', 'loyalty')).code).toBe(0)
  const { code, stdout } = await bench.run('status')
  expect(code).toBe(0)
  expect(stdout).toMatch(/loyalty .* #1 [0-9a-f]{7} being looked at/)
  expect(stdout).toMatch(/production .* main [0-9a-f]{7} \(nothing recorded yet\)/)
  const { result } = await bench.json('status')
  expect(result).toMatchObject({
    schema: 1,
    outcome: 'shown',
    data: { packages: [{ name: 'loyalty', cells: { integration: { coming: { pullRequest: 1 } } } }] },
  })

  await bench.simulator.close()
  await bench.git('remote', 'set-url', 'origin', bench.remote)
  const away = await bench.run('status')
  expect(away.code).toBe(0)
  expect(away.stdout).toContain('being looked at')
  expect(away.stderr).toContain("times are this machine's")
  renameSync(bench.remote, `${bench.remote}.gone`)
  const gone = await bench.run('status')
  expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('There is no repository at')])
})
