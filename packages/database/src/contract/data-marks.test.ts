import type { DataObject, Target, TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { startEngine, type TestEngine } from '../testing/test-engine.ts'

const table = (name: string): DataObject => ({ kind: 'table', name })
const column = (name: string): DataObject => ({ kind: 'column', name })
const values = (name: string): DataObject => ({ kind: 'values', name })

describe.each(['postgres', 'embedded'] as const)('row marks on %s', (name) => {
  const databases = openDatabases()
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  const use = async <T>(target: Target, work: (database: TargetDatabase) => Promise<T>): Promise<T> => {
    const database = await databases.open(target)
    return work(database).finally(() => database.close())
  }
  const byHand = (target: Target, sql: string): Promise<void> => engine.byHand(target, (session) => session.exec(sql))
  const marksOf = (target: Target, objects: readonly DataObject[]): Promise<Record<string, string>> =>
    use(target, (database) => database.dataMarks(objects))
  /** Marks before and after, of a database in which `before` ran. */
  const around = async (before: string, objects: readonly DataObject[], later: string) => {
    const target = await engine.target()
    await byHand(target, before)
    const was = await marksOf(target, objects)
    await byHand(target, later)
    return [was, await marksOf(target, objects)] as const
  }
  const changed = ([was, is]: readonly [Record<string, string>, Record<string, string>]): string[] =>
    Object.keys(is).filter((key) => is[key] !== was[key])

  it.each([
    ['json', `'{}'`, `'{"a": 1}'`],
    ['point', `'(0,0)'`, `'(1,2)'`],
    ['xml', `'<a/>'`, `'<b/>'`],
    ['numeric', '0.0', '0.10'],
    ['text[]', `'{}'`, `'{a}'`],
  ])('counts values of type %s other than the default', async (type, standard, other) => {
    // An embedded engine has no XML.
    if (type === 'xml' && name === 'embedded') return
    const before = `create table t (id int); insert into t values (1); alter table t add column c ${type} not null default ${standard}`
    expect(changed(await around(before, [column('public.t.c')], 'insert into t (id) values (2)'))).toEqual([])
    const later = `insert into t (id, c) values (2, ${other})`
    expect(changed(await around(before, [column('public.t.c')], later))).toEqual(['column public.t.c'])
  })

  it.each([
    ['a primary key', 'id int primary key'],
    ['a key of two columns', 'id int, of int default 1, primary key (of, id)'],
    ['a unique index without NULLs', 'id int not null unique'],
  ])('notices values that change places among rows told apart by %s', async (_what, key) => {
    const before = `create table t (${key}, place int, state text); insert into t (id, place, state) values (1, 1, 'open'), (2, 2, 'closed')`
    const objects = [column('public.t.place'), values('public.t.state')]
    const later = `update t set place = 3 - place, state = case state when 'open' then 'closed' else 'open' end`
    expect(changed(await around(before, objects, later))).toEqual(['column public.t.place', 'values public.t.state'])
    expect(changed(await around(before, objects, 'update t set place = place'))).toEqual([])
  })

  it('counts values alone where nothing tells rows apart', async () => {
    const before = `create table t (id int unique, place int); insert into t values (1, 1), (2, 2)`
    expect(changed(await around(before, [column('public.t.place')], 'update t set place = 3 - place'))).toEqual([])
    expect(changed(await around(before, [column('public.t.place')], 'update t set place = 7'))).toEqual(['column public.t.place'])
  })

  it('counts a composite value with an empty field, and every column of a table that has one of its own short name', async () => {
    const before = 'create type pair as (a text, b text); create table s (id int, p pair); create table t (t int, b text)'
    const later = `insert into s values (1, row('x', null)); insert into t values (1, 'b')`
    const objects = [column('public.s.p'), table('public.t')]
    expect(changed(await around(before, objects, later))).toEqual(['column public.s.p', 'table public.t'])
    const start = `${before}; insert into t values (1, 'a')`
    expect(changed(await around(start, objects, `update t set b = 'c'`))).toEqual(['table public.t'])
  })

  it('finds what has a dot in its name, and counts both where two are called so', async () => {
    const before = `create schema "a.b"; create schema a; create table "a.b".t (id int); create table a."b.t" (id int); create table t (id int, "x.y" int)`
    const objects = [table('a.b.t'), column('public.t.x.y'), values('public.t.x.y'), column('a.b.t.id')]
    const both = ['table a.b.t', 'column a.b.t.id']
    expect(changed(await around(before, objects, 'insert into "a.b".t values (1)'))).toEqual(both)
    expect(changed(await around(before, objects, 'insert into a."b.t" values (1)'))).toEqual(both)
    const dotted = ['column public.t.x.y', 'values public.t.x.y']
    expect(changed(await around(before, objects, 'insert into t values (1, 2)'))).toEqual(dotted)
  })

  it('says unknown of what it cannot count, and counts the rest', async () => {
    const target = await engine.target()
    await byHand(
      target,
      `create type addr as (street text, zip text); create table t (id int);
       create function broken() returns int language plpgsql as 'begin raise exception $$no$$; end';
       create view v as select broken() as id`,
    )
    const objects = [table('public.v'), column('public.addr.zip'), column('public.addr.gone'), table('public.t')]
    expect(await marksOf(target, objects)).toEqual({
      'table public.v': 'unknown',
      'column public.addr.zip': 'unknown',
      'table public.t': '0:0',
    })
  })

  it('says unknown where a policy hides rows from the role, and where one cannot be evaluated', async () => {
    const target = await engine.target()
    await byHand(
      target,
      `create role plain_${name} login password 'plain'; grant usage, create on schema public to plain_${name}; set role plain_${name};
       create table hidden (id int, tenant text); alter table hidden enable row level security; alter table hidden force row level security;
       create policy own on hidden using (tenant = current_setting('app.tenant', true));
       create table strict (id int, tenant text); alter table strict enable row level security; alter table strict force row level security;
       create policy own on strict using (tenant = current_setting('app.tenant'));
       create table open (id int); alter table open enable row level security;`,
    )
    const objects = [table('public.hidden'), column('public.strict.id'), values('public.hidden.id'), table('public.open')]
    const all = {
      'table public.hidden': '0:0',
      'column public.strict.id': '0:0',
      'values public.hidden.id': '0:0',
      'table public.open': '0:0',
    }
    // The owner of the server sees every row.
    expect(await marksOf(target, objects)).toEqual(all)
    if (name === 'embedded') return
    const url = new URL(target.url)
    url.username = 'plain_postgres'
    url.password = 'plain'
    expect(await marksOf({ ...target, url: url.href }, objects)).toEqual({
      'table public.hidden': 'unknown',
      'column public.strict.id': 'unknown',
      'values public.hidden.id': 'unknown',
      'table public.open': '0:0',
    })
  })

  it('takes the time that it needs, whatever role or database allow a statement', async () => {
    const target = await engine.target()
    await byHand(target, `create table t as select g as id, repeat('x', 200) as text from generate_series(1, 150000) g`)
    await engine.byHand(target, async (session) => {
      const [row] = await session.query('select current_database()::text as name')
      await session.exec(`alter database "${String(row?.['name'])}" set statement_timeout to '80ms'`)
    })
    expect((await marksOf(target, [table('public.t')]))['table public.t']).toMatch(/^150000:/)
  })
})
