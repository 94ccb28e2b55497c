import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig
  .replace('version: 1\n', 'version: 1\ndatabase: { migrations: db/migrations, objects: db/objects }\n')
  .replace(
    'branch: env/integration\n',
    `branch: env/integration
    disposable: true
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }
`,
  )

async function bring(bench: Workbench, name: string, files: Record<string, string>): Promise<void> {
  await pushFeature(bench, name, files)
  await bench.run('build', `feature/${name}`)
  expect((await bench.json('promote', 'integration', name)).result.outcome).toBe('opened')
  expect((await bench.json('gate', 'integration', name)).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
}

async function withLoyalty(bench: Workbench): Promise<void> {
  for (const folder of [bench.template, bench.database]) await byHand(folder, 'create table customer (id int)')
  await bench.run('adopt', '--yes')
  await bring(bench, 'loyalty', {
    'db/migrations/loyalty/0001_a.sql': 'create table loyalty (id int);\nalter table customer add constraint c check (id > 0);\n',
    'db/migrations/loyalty/0001_a.undo.sql': 'drop table loyalty;\nalter table customer drop constraint c;\n',
  })
}

const rollback = ['rollback', 'integration', 'loyalty', '--reason', 'upside down']

test('takes nothing out from under the object of a later package', { timeout: 600_000 }, async () => {
  await using bench = await openShop(config)
  await withLoyalty(bench)
  await bring(bench, 'report', { 'db/objects/report.sql': 'create view report as select id from loyalty;\n' })
  const { code, result } = await bench.json(...rollback, '--dry-run')
  expect([code, result.outcome, result.reason]).toEqual([3, 'planned', 'data-loss'])
  expect(result.plan?.join('\n')).toContain('what came later stands on it: view public.report (public.loyalty)')
  expect((await bench.json(...rollback)).result).toMatchObject({ outcome: 'blocked', reason: 'data-loss' })
  expect((await bench.json('status')).result.data).not.toMatchObject({ environments: [{ paused: { by: 'rollback' } }] })
})

test('leads out of a rollback that stands still by a reset in its place', { timeout: 600_000 }, async () => {
  await using bench = await openShop(config)
  await withLoyalty(bench)
  await byHand(bench.database, 'create view by_hand as select * from loyalty')
  const failed = await bench.run(...rollback)
  expect(failed.stderr + failed.stdout).toMatch(/The rollback of integration stands still[^]+Or reset integration/)
  bench.simulator.clock.advance(3 * 3600_000)
  const { result } = await bench.json('reset', 'integration', '--reason', 'anew')
  expect(result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', String(result.pullRequest))).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: [] })
  expect((await bench.json('drift', 'integration')).code).toBe(0)
})
