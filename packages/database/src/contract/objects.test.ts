import type { ObjectDefinition, Target, TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import type { Row } from '../engine/session.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

const context = { operation: 'op1', fence: 1, config: {} }

describe.each(['postgres', 'embedded'] as const)('programmable objects on %s', (name) => {
  const databases = openDatabases({ attempts: 3 })
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  /** A database with a table to stand on. */
  const prepared = async (): Promise<{ database: TargetDatabase; url: string }> => {
    const target = await engine.target()
    const database = await databases.open(target)
    await database.prepare()
    const base = await analysedPackage(databases, 'base', {
      '0001_a.sql': 'create table product (id int, name text, price int);',
    })
    await database.apply(base.step('0001_a'))
    return { database, url: target.url }
  }
  const objects = (files: Record<string, string>): Promise<ObjectDefinition[]> =>
    databases.orderObjects(Object.entries(files).map(([path, sql]) => ({ path, sql })))
  const view = (columns: string): string => `create or replace view cheap as select ${columns} from product where price < 10`

  it('makes them in dependency order, touches no unchanged one, and drops what is deleted', async () => {
    const { database } = await prepared()
    const files = {
      'a/view.sql': "create or replace view best as select * from cheap;\ncomment on view best is 'the best';",
      'z/view.sql': view('id, name'),
      'b.sql': `create or replace function shout(word text) returns text language sql as $$ select upper(word) $$;`,
      'c.sql': `create function stamp() returns trigger language plpgsql as $$ begin new.name := shout(new.name); return new; end $$;
        create or replace trigger stamp before insert on product for each row execute function stamp();`,
    }
    const wanted = await objects(files)
    expect(wanted.map((each) => each.name)).toEqual([
      'public.cheap',
      'public.best',
      'public.shout(text)',
      'public.stamp()',
      'public.product.stamp',
    ])
    const all = await database.applyObjects(wanted, context)
    expect(all).toEqual({ replaced: wanted.map((each) => each.name), dropped: [] })
    expect(await database.applyObjects(wanted, context)).toEqual({ replaced: [], dropped: [] })
    const less = await objects({ 'z/view.sql': files['z/view.sql'], 'b.sql': files['b.sql'] })
    expect(await database.applyObjects(less, context)).toEqual({
      replaced: [],
      dropped: ['public.product.stamp', 'public.stamp()', 'public.best'],
    })
    expect(await database.applyObjects([], context)).toMatchObject({ dropped: ['public.shout(text)', 'public.cheap'] })
    expect(Object.keys((await database.catalog()).objects).filter((key) => !/ public\.product/.test(key))).toEqual([])
    await database.close()
  })

  it('drops and makes the dependants again when PostgreSQL refuses to replace', async () => {
    const { database } = await prepared()
    const rest = {
      'b.sql': 'create or replace view best as select id from cheap',
      'c.sql': 'create or replace function all_best() returns setof best language sql as $$ select * from best $$',
      'd.sql': 'create materialized view counted as select count(*) as n from cheap; create index counted_n on counted (n);',
    }
    await database.applyObjects(await objects({ 'a.sql': view('id, name'), ...rest }), context)
    // Dropping a column of a view is 42P16.
    const done = await database.applyObjects(await objects({ 'a.sql': view('id'), ...rest }), context)
    expect([...done.replaced].sort()).toEqual(['public.all_best()', 'public.best', 'public.cheap', 'public.counted'])
    expect(Object.keys((await database.catalog()).objects)).toContain('index public.counted_n')
    // Another result type is 42P13.
    const result = await objects({ 'a.sql': view('id'), ...rest, 'c.sql': rest['c.sql'].replace('setof best', 'setof int') })
    expect((await database.applyObjects(result, context)).replaced).toEqual(['public.all_best()'])
    await database.close()
  })

  it('removes the old overload when the argument list changes, with what stood on it', async () => {
    const { database } = await prepared()
    const caller = (call: string): string => `create or replace view labels as select ${call} as label from product`
    const label = (parameters: string): string =>
      `create or replace function label(${parameters}) returns text language sql as $$ select 'x' $$`
    await database.applyObjects(await objects({ 'f.sql': label('a int'), 'v.sql': caller('label(id)') }), context)
    const next = await objects({ 'f.sql': label('a int, b text'), 'v.sql': caller('label(id, name)') })
    expect(await database.applyObjects(next, context)).toEqual({
      replaced: ['public.label(int4, text)', 'public.labels'],
      dropped: ['public.label(int4)'],
    })
    const routines = Object.keys((await database.catalog()).objects).filter((key) => key.startsWith('routine'))
    expect(routines).toEqual(['routine public.label(a integer, b text)'])
    await database.close()
  })

  it('lets one name become another kind of object', async () => {
    const { database } = await prepared()
    await database.applyObjects(
      await objects({ 'a.sql': view('id'), 'b.sql': 'create view best as select * from cheap' }),
      context,
    )
    const now = await objects({
      'a.sql': 'create materialized view cheap as select id from product',
      'b.sql': 'create view best as select * from cheap',
    })
    await database.applyObjects(now, context)
    expect(Object.keys((await database.catalog()).objects)).toEqual(
      expect.arrayContaining(['materialized view public.cheap', 'view public.best']),
    )
    await database.close()
  })

  it('stops when someone changed one by hand, unless the file now says the same', async () => {
    const target = await engine.target()
    const open = async (): Promise<TargetDatabase> => databases.open(target)
    let database = await open()
    await database.prepare()
    const base = await analysedPackage(databases, 'base', {
      '0001_a.sql': 'create table product (id int, name text, price int);',
    })
    await database.apply(base.step('0001_a'))
    const first = await objects({ 'a.sql': view('id') })
    await database.applyObjects(first, context)
    await database.close()
    const mended = 'create or replace view cheap as select id from product where price < 7'
    await engine.byHand(target, (session) => session.exec(mended))

    database = await open()
    const byHand = { code: 'objects-changed-by-hand', message: expect.stringContaining('public.cheap') as string }
    await expect(database.applyObjects(first, context)).rejects.toMatchObject(byHand)
    await expect(database.applyObjects([], context)).rejects.toMatchObject(byHand)
    await expect(database.applyObjects(await objects({ 'a.sql': view('id, name') }), context)).rejects.toMatchObject(byHand)
    const done = await database.applyObjects(await objects({ 'a.sql': mended }), context)
    expect(done.replaced).toEqual(['public.cheap'])
    await database.close()
  })

  it('does not take the work of a migration for a change by hand', async () => {
    const { database } = await prepared()
    const wanted = await objects({ 'a.sql': view('id, name') })
    await database.applyObjects(wanted, context)
    const rename = await analysedPackage(databases, 'rename', {
      '0001_a.sql': 'alter table product rename column name to title; ',
      '0002_b.sql': 'drop view cheap; alter table product alter column price type bigint;',
    })
    await database.apply(rename.step('0001_a'))
    const same = await objects({ 'a.sql': view('id, title as name') })
    expect((await database.applyObjects(same, context)).replaced).toEqual(['public.cheap'])
    await database.apply(rename.step('0002_b'))
    expect((await database.applyObjects(same, context)).replaced).toEqual(['public.cheap'])
    await database.close()
  })

  it('changes nothing when one of them fails, and names what stands in the way', async () => {
    const { database } = await prepared()
    await database.applyObjects(await objects({ 'a.sql': view('id') }), context)
    const before = await database.catalog()
    const broken = await objects({ 'a.sql': view('id, name'), 'b.sql': 'create view bad as select nothing from product' })
    await expect(database.applyObjects(broken, context)).rejects.toMatchObject({
      code: 'object-failed',
      message: 'Object public.bad (b.sql) cannot be made or dropped: column "nothing" does not exist [42703]',
    })
    expect(await database.catalog()).toEqual(before)
    const foreign = await analysedPackage(databases, 'foreign', { '0001_a.sql': 'create view report as select * from cheap' })
    await database.apply(foreign.step('0001_a'))
    await expect(database.applyObjects([], context)).rejects.toMatchObject({
      code: 'object-failed',
      message: expect.stringContaining('view report depends on view cheap') as string,
    })
    await database.close()
  })

  it('takes over a view that a migration made before', async () => {
    const { database } = await prepared()
    const old = await analysedPackage(databases, 'old', { '0001_a.sql': view('id') })
    await database.apply(old.step('0001_a'))
    expect((await database.applyObjects(await objects({ 'a.sql': view('id, name') }), context)).replaced).toEqual([
      'public.cheap',
    ])
    await database.close()
  })

  describe('made again', () => {
    const two = (columns: string, over: Record<string, string> = {}): Record<string, string> => ({
      'a.sql': `create view cheap as select ${columns} from product`,
      'b.sql': 'create view best as select id from cheap',
      'c.sql': 'create materialized view counted as select id from cheap; create index counted_own on counted (id)',
      'd.sql': "create function shout(word text) returns text language sql as 'select upper(word)'",
      ...over,
    })
    const changed = { 'd.sql': "create function shout(said text) returns text language sql as 'select upper(said)'" }
    const targetAt = (url: string): Target => ({ name: 'main', environment: 'qa', engine: name, url })
    const hang = (url: string, sql: string): Promise<void> => engine.byHand(targetAt(url), (session) => session.exec(sql))
    /** What hangs on the views and the function, as the catalog has it. */
    const hanging = async (url: string): Promise<Row[]> => {
      let rows: Row[] = []
      await engine.byHand(targetAt(url), async (session) => {
        rows = await session.query(HANGING)
      })
      return rows
    }

    it('keeps owner, privileges, comments and what a hand or a migration hung on it', async () => {
      const { database, url } = await prepared()
      await database.applyObjects(await objects(two('id, name')), context)
      await database.close()
      await hang(url, HUNG)
      const before = await hanging(url)
      const again = await databases.open(targetAt(url))
      const { replaced } = await again.applyObjects(await objects(two('id', changed)), context)
      expect([...replaced].sort()).toEqual(['public.best', 'public.cheap', 'public.counted', 'public.shout(text)'])
      await again.close()
      expect(await hanging(url)).toEqual(before)
    })

    it('lets its file have the last word, and takes away an index that only the file made', async () => {
      const { database, url } = await prepared()
      await database.applyObjects(await objects(two('id, name')), context)
      await database.close()
      await hang(url, `${HUNG}; create index counted_by_hand on counted (id)`)
      const again = await databases.open(targetAt(url))
      const files = two('id', {
        'a.sql': `create view cheap as select id from product; comment on view cheap is 'new'; revoke select on cheap from public`,
        'c.sql': 'create materialized view counted as select id from cheap where id > 1',
      })
      await again.applyObjects(await objects(files), context)
      const there = Object.keys((await again.catalog()).objects)
      await again.close()
      expect(there.filter((key) => key.startsWith('index '))).toEqual([
        'index public.counted_by_hand',
        'index public.counted_unique',
      ])
      const cheap = (await hanging(url)).find((row) => row['name'] === 'cheap')
      expect(cheap).toMatchObject({ comment: 'new', owner: "Owner's" })
      expect(cheap?.['rights']).not.toContain(`=r/"Owner's"`)
    })

    it('is refused with nothing changed when what hangs on it cannot come back', async () => {
      const { database, url } = await prepared()
      await database.applyObjects(await objects(two('id, name')), context)
      await database.close()
      await hang(url, HUNG)
      const before = await hanging(url)
      const again = await databases.open(targetAt(url))
      const without = two('id', { 'c.sql': 'create materialized view counted as select id as number from cheap' })
      await expect(again.applyObjects(await objects(without), context)).rejects.toMatchObject({
        code: 'object-failed',
        message: expect.stringContaining('index public.counted_unique cannot be put back: ') as string,
      })
      await again.close()
      expect(await hanging(url)).toEqual(before)
    })
  })
})

const HUNG = `
  do $$ begin create role "App-Reader"; exception when duplicate_object then null; end $$;
  do $$ begin create role "Owner's"; exception when duplicate_object then null; end $$;
  grant all on schema public to "Owner's"; grant select on product to "Owner's";
  alter view cheap owner to "Owner's";
  grant select on cheap, counted to "App-Reader" with grant option; grant select on cheap to public;
  grant update (id) on cheap to "App-Reader"; grant select on best to "App-Reader";
  revoke execute on function shout(text) from public; grant execute on function shout(text) to "App-Reader";
  comment on view cheap is 'it''s \\ cheap'; comment on column cheap.id is 'number'; comment on function shout(text) is 'loud';
  alter view cheap alter column id set default 7;
  create unique index counted_unique on counted (id); comment on index counted_unique is 'for refresh';
  create function stamp() returns trigger language plpgsql as 'begin return new; end';
  create trigger stamp instead of insert on cheap for each row execute function stamp();
  create rule quiet as on delete to best do instead nothing`

const HANGING = `
  select c.relname::text as name, pg_get_userbyid(c.relowner)::text as owner, array(select unnest(c.relacl)::text order by 1) as rights,
    obj_description(c.oid, 'pg_class') as comment, (select string_agg(concat_ws(' ', a.attname, a.attacl::text,
      col_description(c.oid, a.attnum), (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = c.oid and adnum = a.attnum)), ';')
      from pg_attribute a where a.attrelid = c.oid and a.attname = 'id') as columns,
    array(select pg_get_indexdef(indexrelid) || coalesce(obj_description(indexrelid, 'pg_class'), '') from pg_index where indrelid = c.oid order by 1) as indexes,
    array(select pg_get_triggerdef(oid) from pg_trigger where tgrelid = c.oid) as triggers,
    array(select pg_get_ruledef(oid) from pg_rewrite where ev_class = c.oid and rulename <> '_RETURN') as rules
  from pg_class c where c.relname in ('cheap', 'best', 'counted')
  union all select proname::text, pg_get_userbyid(proowner)::text, array(select unnest(proacl)::text order by 1),
    obj_description(oid, 'pg_proc'), null, '{}', '{}', '{}' from pg_proc where proname = 'shout' order by 1`
