import { expect, test } from 'vitest'
import { openShop, pushFeature } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

async function bring(bench: Workbench, environment: string, name: string): Promise<void> {
  expect((await bench.json('promote', environment, name)).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', environment, name)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', environment)).result).toMatchObject({ outcome: 'deployed' })
}

test('brings nothing down while production goes back and its branch does not say so yet', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  for (const name of ['search', 'gift']) {
    await pushFeature(bench, name, { [`${name}.txt`]: `${name}\n` })
    expect((await bench.json('build', `feature/${name}`)).result.packages).toEqual([name])
    await bring(bench, 'integration', name)
    await bring(bench, 'production', name)
  }
  // Out from under gift: what stays was on no branch before.
  const back = (await bench.json('rollback', 'production', 'search', '--reason', 'finds nothing')).result
  expect(back).toMatchObject({ outcome: 'rolled-back' })
  expect((await bench.json('sync', 'integration')).result).toMatchObject({ outcome: 'blocked', reason: 'paused' })
  expect((await bench.json('gate', String(back.pullRequest))).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'production')).result).toMatchObject({ outcome: 'deployed' })
  expect((await bench.json('sync', 'integration')).result.reason).not.toBe('paused')
})
