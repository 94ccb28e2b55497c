import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  `branch: env/integration
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }
`,
)

test(
  'what a migration swaps for a copy of its own is named as lost before its undo throws it away',
  { timeout: 600_000 },
  async () => {
    await using bench = await openShop(config)
    const table = `create table customer (id int, email text); insert into customer values (1, 'ada@example.com')`
    for (const folder of [bench.template, bench.database]) await byHand(folder, table)
    await bench.run('adopt', '--yes')
    await pushFeature(bench, 'loyalty', {
      'db/migrations/loyalty/0001_a.sql': [
        'create table customer_new (id int, email text, note text);',
        'insert into customer_new (id, email) select id, email from customer;',
        'drop table customer;',
        'alter table customer_new rename to customer;\n',
      ].join('\n'),
      'db/migrations/loyalty/0001_a.undo.sql': 'drop table customer;\ncreate table customer (id int, email text);\n',
    })
    await bench.run('build', 'feature/loyalty')
    for (const verb of ['promote', 'gate']) await bench.run(verb, 'integration', 'loyalty')
    expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
    const rollback = ['rollback', 'integration', 'loyalty', '--reason', 'upside down']
    // Asked twice: a plan that was shown is not carried out before its losses are named.
    for (const _time of [1, 2])
      expect((await bench.json(...rollback)).result).toMatchObject({
        outcome: 'blocked',
        reason: 'data-loss',
        losses: expect.arrayContaining(['table public.customer']),
      })
    // Divided by zero, had they gone.
    await byHand(bench.database, `select 1 / count(*) from customer where email = 'ada@example.com'`)
  },
)
