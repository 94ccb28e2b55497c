import { expect, test } from 'vitest'
import { openDatabases } from '@stagecoach/database'
import { byHand } from '@stagecoach/database/testing'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'

const databases =
  '    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }\n'
const branch = 'branch: env/integration\n'
const config = shopConfig.replace(branch, `${branch}    disposable: true\n    snapshot: true\n${databases}`)
const table = 'create table customer (id int primary key, nickname text)'

test('values that the empty copy of the rehearsal did not have come back from the snapshot', { timeout: 300_000 }, async () => {
  await using bench = await openShop(config)
  await byHand(bench.template, table)
  await byHand(bench.database, `${table}; insert into customer values (1, 'Ada')`)
  await bench.run('adopt', '--yes')
  await pushFeature(bench, 'cleanup', {
    'db/migrations/cleanup/0001_a.sql': 'alter table customer drop column nickname;\n',
    'db/migrations/cleanup/0001_a.undo.sql': 'alter table customer add column nickname text;\n',
  })
  await bench.run('build', 'feature/cleanup')
  await bench.json('promote', 'integration', 'cleanup')
  await bench.json('gate', 'integration', 'cleanup')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  const shown = await bench.json('rollback', 'integration', '--reason', 'x')
  expect(shown.result.plan?.join('\n')).toContain('lacks rows in column public.customer.nickname')
  await bench.json('rollback', 'integration', '--reason', 'x')
  const database = await openDatabases().open({
    name: 'main',
    environment: 'integration',
    engine: 'embedded',
    url: bench.database,
  })
  const back = await database.check(`select nickname = 'Ada' from customer`, 5000)
  await database.close()
  expect(back).toEqual({ passed: true, detail: 'true' })
})
