import { expect, test } from 'vitest'
import { openShop, priced, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const disposable = shopConfig.replace('branch: env/integration\n', 'branch: env/integration\n    disposable: true\n')

/** Built, promoted to integration, merged and deployed there. */
async function bring(bench: Workbench, name: string, files: Record<string, string>): Promise<void> {
  await pushFeature(bench, name, files)
  expect((await bench.json('build', `feature/${name}`)).result.packages).toEqual([name])
  expect((await bench.json('promote', 'integration', name)).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', 'integration', name)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
}

const inRemote = (bench: Workbench, ...args: string[]): Promise<string> => bench.git('--git-dir', bench.remote, ...args)

async function openWithTwo(): Promise<Workbench> {
  const bench = await openShop(disposable)
  await bring(bench, 'loyalty', { 'prices.txt': priced('two euros') })
  await bring(bench, 'search', { 'search.txt': 'search\n' })
  return bench
}

test('takes a feature out without a force push, and lets it come back whole', { timeout: 300_000 }, async () => {
  await using bench = await openWithTwo()
  const tip = await inRemote(bench, 'rev-parse', 'env/integration')
  const { result } = await bench.json('reset', 'integration', 'search', '--reason', 'loyalty is cancelled')
  expect(result).toMatchObject({ outcome: 'opened', packages: ['search'] })
  const number = String(result.pullRequest)
  expect((await bench.json('gate', number)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['search'] })
  expect(await inRemote(bench, 'rev-parse', 'env/integration^1')).toBe(tip)
  expect(await inRemote(bench, 'rev-parse', `refs/stagecoach/archive/integration/${tip}`)).toBe(tip)
  expect(await inRemote(bench, 'show', 'env/integration:prices.txt')).toBe(priced('two').trim())
  expect((await bench.json('reset', 'integration', 'search')).result).toMatchObject({ outcome: 'unchanged' })

  expect((await bench.json('promote', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ packages: ['loyalty', 'search'] })
  expect(await inRemote(bench, 'show', 'env/integration:prices.txt')).toBe(priced('two euros').trim())
})
