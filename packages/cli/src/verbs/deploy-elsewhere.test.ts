import { renameSync } from 'node:fs'
import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const main = (variable: string): string => `    databases: { main: { engine: embedded, url: env:${variable} } }\n`
const config = shopConfig.replace('branch: env/integration\n', `branch: env/integration\n${main('INTEGRATION_DATABASE_URL')}`)

async function merge(bench: Workbench, name: string, sql: string): Promise<void> {
  await pushFeature(bench, name, { [`db/migrations/${name}/0001_a.sql`]: `${sql};\n` })
  await bench.run('build', `feature/${name}`)
  expect((await bench.json('promote', 'integration', name)).result.outcome).toBe('opened')
  expect((await bench.json('gate', 'integration', name)).result.outcome).toBe('merged')
}

test('changes nothing in a database of another environment behind a wrong address', { timeout: 300_000 }, async () => {
  await using bench = await openShop(config.replace('branch: main\n', `branch: main\n${main('INTEGRATION_TEMPLATE')}`))
  for (const folder of [bench.database, bench.template]) await byHand(folder, 'create table customer (id int)')
  await bench.run('adopt', '--yes')
  await merge(bench, 'tiers', 'create table tier (id int)')
  renameSync(bench.database, `${bench.database}.right`)
  renameSync(bench.template, bench.database)

  expect((await bench.run('drift', 'integration')).stdout).toContain('was last deployed to as production')
  expect(await bench.json('adopt', 'integration', '--yes')).toMatchObject({ code: 3, result: { reason: 'drift' } })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({
    outcome: 'failed',
    reason: 'database-of-another',
    message: expect.stringContaining('Nothing was changed in it'),
  })
  await byHand(bench.database, `do $$ begin assert to_regclass('tier') is null; end $$`)

  renameSync(bench.database, bench.template)
  renameSync(`${bench.database}.right`, bench.database)
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
})

test('runs nothing again in a database that came back without its record', { timeout: 300_000 }, async () => {
  await using bench = await openShop(config)
  await byHand(bench.database, 'create table customer (points int); insert into customer values (10)')
  await bench.run('adopt', '--yes')
  await merge(bench, 'double', 'update customer set points = points * 2')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  await byHand(bench.database, 'drop schema stagecoach cascade')

  expect((await bench.run('drift', 'integration')).stdout).toContain('has no record of Stagecoach')
  await merge(bench, 'other', 'create table other (id int)')
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({
    outcome: 'blocked',
    reason: 'drift',
    message: expect.stringContaining('has no record of Stagecoach'),
    advice: [expect.stringContaining('stagecoach adopt integration --yes --reason')],
  })

  // Its deployment stopped before it changed anything, so the database may be taken as it is meanwhile.
  expect((await bench.json('adopt', 'integration', '--yes', '--reason', 'restored')).result.outcome).toBe('adopted')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  expect((await bench.json('drift', 'integration')).code).toBe(0)
  await byHand(bench.database, `do $$ begin assert (select points = 20 from customer); end $$`)
})
