import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import { speak } from '../testing/workbench.ts'

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
        losses: ['table public.customer'],
      })
    const named = ['--dry-run', '--allow-data-loss', 'table public.customer']
    expect(await bench.json(...rollback, ...named)).toMatchObject({ code: 0, result: { outcome: 'planned', reason: 'done' } })
    expect(await bench.json(...rollback, ...named, '--allow-data-loss', 'table public.x')).toMatchObject({
      code: 3,
      result: { reason: 'data-loss', message: expect.stringContaining('Named, and not lost: table public.x.') },
    })
    const { INTEGRATION_DATABASE_URL: _none, ...blind } = bench.environment
    const unknown = await speak([...rollback, '--dry-run', '--json'], bench.clone, blind)
    expect([unknown.code, JSON.parse(unknown.stdout)]).toMatchObject([3, { outcome: 'planned', reason: 'plan-unknown' }])
    // Divided by zero, had they gone.
    await byHand(bench.database, `select 1 / count(*) from customer where email = 'ada@example.com'`)
  },
)
