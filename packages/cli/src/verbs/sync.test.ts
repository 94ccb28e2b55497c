import { expect, test } from 'vitest'
import { openShop, priced, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const withLane = `${shopConfig}    lanes: { hotfix: { skip: [deployed] } }\n`

async function bring(bench: Workbench, environment: string, name: string, ...lane: string[]): Promise<void> {
  expect((await bench.json('promote', environment, name, ...lane)).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', environment, name)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', environment)).result).toMatchObject({ outcome: 'deployed' })
}

async function build(bench: Workbench, name: string, files: Record<string, string>): Promise<void> {
  await pushFeature(bench, name, files)
  expect((await bench.json('build', `feature/${name}`)).result.packages).toEqual([name])
}

const fileOf = (bench: Workbench, file: string, branch = 'env/integration'): Promise<string> =>
  bench.git('--git-dir', bench.remote, 'show', `${branch}:${file}`)

test('brings a hotfix down, and has nothing to bring afterwards', { timeout: 300_000 }, async () => {
  await using bench = await openShop(withLane)
  await build(bench, 'search', { 'search.txt': 'search\n' })
  await bring(bench, 'integration', 'search')
  expect((await bench.json('sync')).result).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })

  await build(bench, 'leak', { 'prices.txt': priced('two, mended') })
  expect((await bench.json('promote', 'production', 'leak')).result).toMatchObject({ reason: 'not-verified-before' })
  await bring(bench, 'production', 'leak', '--lane', 'hotfix', '--lane-reason', 'customers pay too much')
  const { stdout: log } = await bench.run('ledger', 'log')
  expect(log).toContain('ada: override leak in production (customers pay too much)')

  const owed = JSON.stringify((await bench.json('status')).result.data)
  expect(owed).toContain('"owed":{"packages":[{"package":"leak"')
  const planned = (await bench.json('sync', 'integration', '--dry-run')).result
  expect(planned).toMatchObject({ outcome: 'planned', packages: ['leak'] })
  const { result } = await bench.json('sync')
  expect(result).toMatchObject({ outcome: 'opened', environment: 'integration', packages: ['leak'] })
  expect((await bench.json('sync')).result).toMatchObject({ outcome: 'unchanged', pullRequest: result.pullRequest })
  expect((await bench.json('gate', String(result.pullRequest))).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['leak', 'search'] })
  expect(await fileOf(bench, 'prices.txt')).toContain('two, mended')
  expect(await fileOf(bench, 'search.txt')).toBe('search')
  expect(await fileOf(bench, '.stagecoach/baseline.json')).toContain(
    await bench.git('--git-dir', bench.remote, 'rev-parse', 'main'),
  )
  expect((await bench.json('sync')).result).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
  expect(JSON.stringify((await bench.json('status')).result.data)).not.toContain('"owed"')
})

test('lets a person decide where production and an unreleased feature changed the same line', { timeout: 300_000 }, async () => {
  await using bench = await openShop(withLane)
  await build(bench, 'prices', { 'prices.txt': priced('two euros') })
  await bring(bench, 'integration', 'prices')
  await bench.git('checkout', '--quiet', 'main')
  bench.write('prices.txt', priced('zwei'))
  bench.write('lock.txt', 'dependency 2\n')
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Update the dependency')
  await bench.git('push', '--quiet', 'origin', 'main')
  expect((await bench.json('sync', 'integration')).result).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
  expect((await bench.json('deploy', 'production')).result).toMatchObject({ outcome: 'deployed' })

  const { result } = await bench.json('sync', 'integration')
  expect(result).toMatchObject({ outcome: 'conflict', reason: 'text-conflict' })
  const number = String(result.pullRequest)
  expect((await bench.json('gate', number)).result).toMatchObject({ outcome: 'pending' })
  bench.write('decided.txt', priced('zwei Euro'))
  expect((await bench.json('resolve', number, '--take', 'decided.txt=prices.txt')).result).toMatchObject({ outcome: 'resolved' })
  expect((await bench.json('sync', 'integration')).result).toMatchObject({ outcome: 'refreshed' })
  expect((await bench.json('gate', number)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['prices'] })
  expect(await fileOf(bench, 'prices.txt')).toContain('zwei Euro')
  expect(await fileOf(bench, 'lock.txt')).toBe('dependency 2')

  // SQL that came by no package is neither deployed nor brought down, until it is taken out.
  bench.write('db/migrations/quick/0001_fix.sql', 'update price set amount = 0;\n')
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Quick fix')
  await bench.git('push', '--quiet', 'origin', 'main')
  expect((await bench.json('deploy', 'production')).result).toMatchObject({ outcome: 'blocked', reason: 'tip-undecided' })
  expect((await bench.json('sync', 'integration')).result).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
  await bench.git('revert', '--no-edit', 'HEAD')
  await bench.git('push', '--quiet', 'origin', 'main')
  expect((await bench.json('deploy', 'production')).result).toMatchObject({ outcome: 'unchanged' })
})
