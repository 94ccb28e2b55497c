import { catalogDelta, columnOrderNotes, type TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { EVERYTHING } from '../testing/every-kind-of-object.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

describe.each(['postgres', 'embedded'] as const)('the catalog on %s', (name) => {
  const databases = openDatabases()
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  let count = 0
  const run = async (database: TargetDatabase, sql: string): Promise<void> => {
    const pkg = await analysedPackage(databases, `p${String(count++)}`, { '0001_a.sql': sql })
    await database.apply(pkg.step('0001_a'))
  }
  const opened = async (...sql: string[]): Promise<TargetDatabase> => {
    const database = await databases.open(await engine.target())
    await database.prepare()
    for (const each of sql) await run(database, each)
    return database
  }

  it('describes every kind of object, and neither the stagecoach schema nor extensions’ objects', async () => {
    const database = await opened(EVERYTHING)
    const catalog = await database.catalog()
    const kinds = new Set(Object.keys(catalog.objects).map((key) => key.replace(/ [^ ]*(\(.*\))?$/, '')))
    expect([...kinds].sort()).toEqual([
      'aggregate', 'column', 'constraint', 'domain', 'index', 'materialized view', 'policy', 'routine', 'rule', 'schema', 'sequence',
      'statistics', 'table', 'trigger', 'type', 'view',
    ]) // prettier-ignore
    expect(Object.keys(catalog.objects).filter((key) => key.includes('stagecoach'))).toEqual([])
    expect(catalog.order['table shop.child']).toBe('id,name')
    expect(catalog.server).toBe((await database.serverVersion()).split('.')[0])
    expect(await database.catalog()).toEqual(catalog)
    await database.close()
  })

  it('sees every change', async () => {
    const database = await opened(EVERYTHING)
    const changes: [sql: string, key: string][] = [
      [`alter table shop.product alter name set default 'y'`, 'column shop.product.name'],
      [`alter table shop.cache alter key type varchar(9)`, 'column shop.cache.key'],
      [`alter table shop.product alter during set not null`, 'column shop.product.during'],
      [`alter table shop.product disable trigger stamp`, 'trigger shop.product.stamp'],
      [`alter table shop.product force row level security`, 'table shop.product'],
      [`alter policy cheap_only on shop.product using (price < 50)`, 'policy shop.product.cheap_only'],
      [`alter table shop.product add constraint odd check (stock > 1) not valid`, 'constraint shop.product.odd'],
      [`alter table shop.product validate constraint odd`, 'constraint shop.product.odd'],
      [`alter sequence shop.order_no increment 7`, 'sequence shop.order_no'],
      [`alter type shop.colour add value 'blue'`, 'type shop.colour'],
      [`alter domain shop.positive set default 2`, 'domain shop.positive'],
      [
        `create or replace function shop.twice(n int) returns int language sql immutable as 'select n + n'`,
        'routine shop.twice(n integer)',
      ],
      [`alter function shop.twice(int) security definer`, 'routine shop.twice(n integer)'],
      [`create or replace view shop.cheap as select id, name from shop.product where price < 10`, 'view shop.cheap'],
      [`alter table shop.cache set (fillfactor = 80)`, 'table shop.cache'],
      [`alter type shop.pair alter attribute b type varchar(9)`, 'type shop.pair'],
    ]
    for (const [sql, key] of changes) {
      const before = await database.catalog()
      await run(database, sql)
      expect(Object.keys(catalogDelta(before, await database.catalog())), sql).toEqual([key])
    }
    await database.close()
  })

  it('is the same for two orders of independent migrations, but for column order, which is noted', async () => {
    const start = 'create table product (id int)'
    const [a, b] = ['alter table product add a int', 'alter table product add b text']
    const one = await opened(start, a, b)
    const first = await one.catalog()
    await one.close()
    const two = await opened(start, b, a)
    const second = await two.catalog()
    await two.close()
    expect(catalogDelta(first, second)).toEqual({})
    expect(columnOrderNotes(first, second)).toEqual([
      'Columns of table public.product stand in another order: id,a,b and id,b,a.',
    ])
  })

  it('does not depend on the settings of role or database', async () => {
    const target = await engine.target()
    const open = await databases.open(target)
    await open.prepare()
    await run(
      open,
      `create table t (at timestamptz default '2026-01-01 00:00+00', d interval default '1 day', f float8 default 0.1); create view v as select * from t`,
    )
    const before = await open.catalog()
    await open.close()
    await engine.byHand(target, async (session) => {
      const [row] = await session.query('select current_database()::text as name')
      const database = `"${String(row?.['name'])}"`
      await session.exec(`alter database ${database} set timezone to 'America/New_York'`)
      await session.exec(`alter database ${database} set datestyle to 'German'`)
      await session.exec(`alter database ${database} set search_path to public, pg_catalog`)
      await session.exec(`alter database ${database} set intervalstyle to 'iso_8601'`)
    })
    const again = await databases.open(target)
    expect(catalogDelta(before, await again.catalog())).toEqual({})
    await again.close()
  })

  it('finds what a migration left unfinished', async () => {
    const database = await opened(`create table t (a int); alter table t add constraint positive check (a > 0) not valid;`)
    expect(await database.leftovers()).toEqual(['Constraint positive on public.t is not validated: older rows may break it.'])
    await database.close()
  })

  it('marks rows, so that data which came later is seen', async () => {
    const database = await opened(
      `create table t (id int, name text); insert into t values (1, 'a'), (2, 'b');`,
      `alter table t add n int not null default 5, add note text, add at timestamptz default now();`,
    )
    const objects = ['n', 'note', 'at'].map((column) => ({ kind: 'column' as const, name: `public.t.${column}` }))
    const all = [{ kind: 'table' as const, name: 'public.t' }, ...objects, { kind: 'table' as const, name: 'public.nowhere' }]
    const before = await database.dataMarks(all)
    expect(Object.keys(before)).toEqual(['table public.t', 'column public.t.n', 'column public.t.note', 'column public.t.at'])
    const changed = async (sql: string): Promise<string[]> => {
      const was = await database.dataMarks(all)
      await run(database, sql)
      const is = await database.dataMarks(all)
      return Object.keys(is).filter((key) => is[key] !== was[key])
    }
    expect(await changed(`update t set name = name`)).toEqual([])
    // What an application that does not know the columns inserts is no data in them; a computed default cannot be told apart.
    expect(await changed(`insert into t (id, name) values (3, 'c')`)).toEqual(['table public.t', 'column public.t.at'])
    expect(await changed(`update t set n = 6 where id = 1`)).toEqual(['table public.t', 'column public.t.n'])
    expect(await changed(`update t set note = 'x' where id = 1`)).toEqual(['table public.t', 'column public.t.note'])
    expect(await changed(`update t set note = 'y' where id = 1`)).toEqual(['table public.t', 'column public.t.note'])
    await database.close()
  })

  it('counts every value that an undo would write over, and rows that a deletion takes along', async () => {
    const database = await opened(
      `create table shelf (id int primary key);
       create table product (id int primary key, shelf int references shelf on delete cascade, state text default 'new');
       create table price (product int references product on delete set null);
       create table note (product int references product);
       create view shelves as select * from shelf;
       insert into shelf values (1);`,
    )
    const all = [
      { kind: 'table' as const, name: 'public.shelf' },
      { kind: 'table' as const, name: 'public.shelves' },
      { kind: 'values' as const, name: 'public.product.state' },
      { kind: 'values' as const, name: 'public.product.gone' },
    ]
    const changed = async (sql: string): Promise<string[]> => {
      const was = await database.dataMarks(all)
      await run(database, sql)
      const is = await database.dataMarks(all)
      return Object.keys(is).filter((key) => is[key] !== was[key])
    }
    expect(await changed('insert into product values (1, 1)')).toEqual(['table public.shelf', 'values public.product.state'])
    expect(await changed('insert into product values (2, 1, null)')).toEqual([
      'table public.shelf',
      'values public.product.state',
    ])
    expect(await changed('insert into price values (1)')).toEqual(['table public.shelf'])
    expect(await changed('insert into note values (1)')).toEqual([])
    expect(await changed('insert into shelf values (2)')).toEqual(['table public.shelf', 'table public.shelves'])
    await database.close()
  })

  it('checks by a statement that can only read', async () => {
    const database = await opened('create table t (id int); insert into t values (1);')
    const cases: [sql: string, passed: boolean, detail: string | RegExp][] = [
      ['select count(*) = 1 from t', true, 'true'],
      ['select count(*) = 2 from t', false, 'false'],
      ['select null::boolean', false, 'null'],
      ['select id from t', false, 'the first column is not a boolean'],
      ['select true from t where false', false, 'gave 0 rows instead of one'],
      ['select true from generate_series(1, 2)', false, 'gave 2 rows instead of one'],
      ['delete from t returning true', false, /read-only transaction/],
      ['commit; delete from t; select true', false, /multiple commands/],
      [`select 'secret'::int = 1`, false, 'invalid input syntax for type integer: "…" [22P02]'],
    ]
    for (const [sql, passed, detail] of cases) {
      expect(await database.check(sql, 1000), sql).toEqual({
        passed,
        detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
      })
    }
    if (name === 'postgres') {
      expect(await database.check('select true from pg_sleep(5)', 50)).toEqual({
        passed: false,
        detail: 'gave no answer within 0.05 s',
      })
    }
    expect(await database.check('select count(*) = 1 from t', 1000)).toMatchObject({ passed: true })
    await database.close()
  })
})
