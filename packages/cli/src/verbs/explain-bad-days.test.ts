import { expect, test } from 'vitest'
import { openShop, priced, pushFeature } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const branch = 'refs/heads/env/integration'

async function deployLoyalty(): Promise<Workbench> {
  const bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'prices.txt': priced('two for friends') })
  await bench.run('build', 'feature/loyalty')
  await bench.run('promote', 'integration', 'loyalty')
  await bench.run('gate', 'integration', 'loyalty')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  return bench
}

const explain = async (bench: Workbench) => (await bench.run('explain', 'loyalty', 'integration')).stdout
const deployed = /It is deployed and verified in integration at [0-9a-f]{7}\./

async function pushFile(bench: Workbench, path: string, text: string): Promise<void> {
  await bench.git('fetch', '--quiet', 'origin')
  await bench.git('checkout', '--quiet', '--detach', 'origin/env/integration')
  bench.write(path, text)
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'By hand')
  await bench.git('push', '--quiet', 'origin', `HEAD:${branch}`)
  await bench.git('checkout', '--quiet', 'main')
}

test('says what is deployed when its branch is pushed to, unreadable, rewound or gone', { timeout: 300_000 }, async () => {
  await using bench = await deployLoyalty()
  await bench.git('fetch', '--quiet', 'origin')
  const good = (await bench.git('rev-parse', 'origin/env/integration')).trim()

  await pushFile(bench, 'prices.txt', priced('two for nobody'))
  const pushed = await explain(bench)
  expect(pushed).toMatch(deployed)
  expect(pushed).toMatch(/• commit .*"By hand".* changed what loyalty .* brought to env\/integration/i)

  await pushFile(bench, '.stagecoach/packages/loyalty.json', 'no JSON')
  const unreadable = await explain(bench)
  expect(unreadable).toMatch(deployed)
  expect(unreadable).toMatch(/integration's branch does not say so any more: '\.stagecoach\/packages\/loyalty\.json' is no JSON/)
  expect(unreadable).toContain('git checkout')

  await bench.git('push', '--quiet', '--force', 'origin', `${good}~1:${branch}`)
  const rewound = await explain(bench)
  expect(rewound).toMatch(deployed)
  expect(rewound).toContain("integration's branch does not say so any more: its history no longer leads to")

  await bench.git('push', '--quiet', 'origin', `:${branch}`)
  const gone = await explain(bench)
  expect(gone).toMatch(deployed)
  expect(gone).toContain("integration's branch does not say so any more: its branch is gone")
  expect(gone).toContain(`→ git fetch origin ${good}`)
  expect(pushed + unreadable + rewound + gone).not.toMatch(/is not in integration|Nobody proposed/)
  expect((await bench.run('status')).stdout).toMatch(/[0-9a-f]{7} deployed, .*, not on its branch/)
})

test('says that a version was rolled back, and with which pull request it leaves the branch', { timeout: 300_000 }, async () => {
  await using bench = await deployLoyalty()
  const { result } = await bench.json('rollback', 'integration', 'loyalty', '--reason', 'Prices are wrong')
  const number = result.pullRequest ?? 0
  expect(await explain(bench)).toMatch(
    new RegExp(`It was rolled back in integration: Prices are wrong\\. [0-9a-f]{7} leaves the branch with #${number}\\.`),
  )
  expect((await bench.run('status')).stdout).toMatch(new RegExp(`[0-9a-f]{7} rolled back, .*, leaves with #${number}`))
})

test('prints what ends a hold and a stop, and it does', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', {})
  await bench.run('build', 'feature/loyalty')
  await bench.run('promote', 'integration', 'loyalty')
  await bench.run('hold', 'loyalty', '--reason', 'smells')
  await bench.run('stop', '--reason', 'the stock is counted')
  await bench.run('gate', 'integration', 'loyalty')
  const shut = await explain(bench)
  expect(shut).toContain("stagecoach release loyalty --reason '…'")
  expect(shut).toContain("stagecoach resume --reason '…'")
  const alone = await bench.json('resume', '--environment', 'integration', '--reason', 'counted')
  expect(alone.result).toMatchObject({
    outcome: 'unchanged',
    advice: ['The line is stopped in every environment: resume it there, or without naming an environment.'],
  })
  expect((await bench.json('release', 'loyalty', '--reason', 'aired')).result.outcome).toBe('recorded')
  expect((await bench.json('resume', '--reason', 'counted')).result.outcome).toBe('recorded')
  expect((await bench.json('resume', '--reason', 'counted')).result.outcome).toBe('unchanged')
  const over = await explain(bench)
  expect(over).toContain('What kept #1 away is over')
  expect(over).not.toMatch(/• .*(smells|stopped|hold:|stop:)/)
})
