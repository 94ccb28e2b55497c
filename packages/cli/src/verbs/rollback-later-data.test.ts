import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  `branch: env/integration
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }
`,
)

/** A shop whose database and its template begin with these tables. */
async function adopted(tables: string, rows = ''): Promise<Workbench> {
  const bench = await openShop(config)
  await byHand(bench.template, tables)
  await byHand(bench.database, `${tables}${rows}`)
  await bench.run('adopt', '--yes')
  return bench
}

async function bring(bench: Workbench, name: string): Promise<Record<string, unknown>> {
  expect((await bench.json('promote', 'integration', name)).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', 'integration', name)).result).toMatchObject({ outcome: 'merged' })
  return { ...(await bench.json('deploy', 'integration')).result }
}

test(
  'a rollback names the rows that came after a migration whose deployment failed behind it',
  { timeout: 300_000 },
  async () => {
    // The copy of the rehearsal has a number, too: else nobody would know whether the undo gives it back.
    await using bench = await adopted(
      `create table customer (id int primary key, phone varchar(10)); insert into customer values (0, '+49 30 123'); create table flag (i int);`,
      'insert into flag values (1);',
    )
    const undo = 'alter table customer alter column phone type varchar(10) using left(phone, 10);\n'
    await pushFeature(bench, 'wide', {
      'db/migrations/wide/0001_a.sql': 'alter table customer alter column phone type text;\n',
      'db/migrations/wide/0001_a.undo.sql': undo,
      'db/migrations/wide/0002_b.sql': 'alter table flag add constraint flag_check check (i > 5);\n',
      'db/migrations/wide/0002_b.undo.sql': 'alter table flag drop constraint flag_check;\n',
    })
    await bench.run('build', 'feature/wide')
    expect(await bring(bench, 'wide')).toMatchObject({ outcome: 'rolled-back' })
    await bench.run('gate', 'integration', 'wide')
    await bench.run('deploy', 'integration')
    await bench.run('release', 'wide', '--environment', 'integration', '--reason', 'once more')
    // Rolled back by itself once, it stays this time.
    expect(await bring(bench, 'wide')).toMatchObject({ reason: 'rollback-refused' })
    await byHand(bench.database, `insert into customer values (1, '+49 30 1234567890 ext 99')`)
    const { result } = await bench.json('rollback', 'integration', '--reason', 'too long')
    expect(result).toMatchObject({ outcome: 'blocked', reason: 'data-loss', losses: ['column public.customer.phone'] })
  },
)

test('a rollback that was cut off does not take along what came before it is carried on', { timeout: 300_000 }, async () => {
  await using bench = await adopted('create table customer (id int);')
  await pushFeature(bench, 'loyalty', {
    'db/migrations/loyalty/0001_a.sql': 'create table loyalty (id int); alter table customer add constraint c check (id > 0);\n',
    'db/migrations/loyalty/0001_a.undo.sql': 'drop table loyalty; alter table customer drop constraint c;\n',
  })
  await bench.run('build', 'feature/loyalty')
  expect(await bring(bench, 'loyalty')).toMatchObject({ outcome: 'deployed' })
  await byHand(bench.database, 'create view by_hand as select * from loyalty')
  expect((await bench.json('rollback', 'integration', '--reason', 'bad')).result).toMatchObject({ reason: 'undo-failed' })

  await byHand(bench.database, 'drop view by_hand; insert into loyalty values (1), (2)')
  bench.simulator.clock.advance(3 * 3_600_000)
  const waits = { outcome: 'blocked', reason: 'data-loss', losses: ['table public.loyalty'] }
  expect((await bench.json('deploy', 'integration')).result).toMatchObject(waits)
  expect((await bench.json('rollback', 'integration', '--reason', 'bad')).result).toMatchObject(waits)
  const wrong = await bench.json('rollback', 'integration', '--reason', 'bad', '--allow-data-loss', 'table public.customer')
  expect(wrong.result).toMatchObject({ ...waits, message: expect.stringContaining('Not named: table public.loyalty.') as string })
  // Who may only write carries on what was planned, and loses nothing beyond it.
  const losing = ['rollback', 'integration', '--reason', 'bad', '--allow-data-loss', 'table public.loyalty'] as const
  expect((await bench.runAs(bench.writer, ...losing)).stderr).toContain("otto has the role 'write' here")
  // Those rows saved elsewhere are one way out; their name is the other.
  const named = await bench.json(...losing)
  expect(named.result).toMatchObject({ outcome: 'rolled-back' })
})
