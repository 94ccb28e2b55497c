import { StagecoachErrors, type Analysis } from '@stagecoach/core'
import { describe, expect, it } from 'vitest'
import { loadParser } from '../sql/parser.ts'
import { makePackage } from '../testing/make-package.ts'
import { analysePackage } from './analyse-package.ts'

const analyse = async (texts: Record<string, string>): Promise<Analysis> => {
  const pkg = makePackage('p', texts)
  return analysePackage(await loadParser(), pkg.ref.digest, pkg.manifest, pkg.files)
}
const trouble = async (texts: Record<string, string>): Promise<{ code: string; places: string[] }> => {
  const error: unknown = await analyse(texts).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof StagecoachErrors)) throw new Error(`Expected problems, got ${String(error)}.`)
  return { code: error.code, places: error.problems.map((each) => [each.file, each.line, each.column].filter(Boolean).join(':')) }
}

describe('refusals', () => {
  it('reports syntax errors of all files at once, undo scripts too', async () => {
    expect(
      await trouble({
        '0001_a.sql': 'selec 1',
        '0002_b.sql': 'select 1;\n select from where',
        '0002_b.undo.sql': 'drop tabel x',
      }),
    ).toEqual({
      code: 'sql-syntax',
      places: ['0001_a.sql:1:1', '0002_b.sql:2:14', '0002_b.undo.sql:1:6'],
    })
  })

  it.each(['begin', 'commit', 'rollback', 'savepoint a', 'start transaction', `prepare transaction 'x'`])(
    'refuses %s',
    async (sql) => {
      expect(await trouble({ '0001_a.sql': `select 1;\n${sql}` })).toEqual({
        code: 'sql-transaction-control',
        places: ['0001_a.sql:2'],
      })
    },
  )

  const notAlone: [why: string, sql: string, line: number][] = [
    ['no directive', 'create index concurrently i on t (a)', 1],
    ['a neighbour', '-- stagecoach: no-transaction\nselect 1;\ncreate index concurrently i on t (a)', 3],
    ['no directive for VACUUM', 'vacuum t', 1],
    ['no directive for REINDEX', 'reindex index concurrently i', 1],
    ['no directive for DETACH', 'alter table t detach partition p concurrently', 1],
    ['no directive for ALTER SYSTEM', `alter system set work_mem = '1MB'`, 1],
    ['no directive for CREATE DATABASE', 'create database x', 1],
  ]
  it.each(notAlone)('refuses a statement that cannot run in a transaction: %s', async (_why, sql, line) => {
    expect(await trouble({ '0001_a.sql': sql })).toEqual({ code: 'sql-not-alone', places: [`0001_a.sql:${String(line)}`] })
  })

  it.each([
    'update stagecoach.fence set fence = 0',
    'alter table stagecoach.log disable trigger all',
    'drop schema stagecoach cascade',
    'drop table stagecoach.log',
    'with x as (delete from stagecoach.log returning 1) select * from x',
  ])('refuses to touch our own schema: %s', async (sql) => {
    expect(await trouble({ '0001_a.sql': 'select * from stagecoach.log', '0002_b.sql': sql })).toEqual({
      code: 'sql-own-schema',
      places: ['0002_b.sql:1'],
    })
  })

  it('lets it stand alone with the directive', async () => {
    const analysis = await analyse({ '0001_a.sql': '-- stagecoach: no-transaction\ncreate index concurrently i on t (a);' })
    expect(analysis.migrations[0]).toMatchObject({ transactional: false, statements: [{ title: 'CREATE INDEX CONCURRENTLY' }] })
  })
})

describe('objects', () => {
  const cases: [sql: string, uses: string[]][] = [
    [
      'create table a (id int, b int references b, c colour)',
      [
        'create table public.a',
        'create column public.a.id',
        'create column public.a.b',
        'create column public.a.c',
        'read table public.b',
        'read type public.colour',
      ],
    ],
    ['alter table s.a add c int, drop d', ['alter table s.a', 'create column s.a.c', 'drop column s.a.d', 'read table s.a']],
    ['create index i on a (x)', ['create index public.i', 'read table public.a', 'read column public.a.x']],
    [
      'create view v as with w as (select 1) select f(x) from a join w on true',
      ['create view public.v', 'read routine public.f', 'read table public.a'],
    ],
    ['drop function f(int, text[])', ['drop routine public.f(int4, text[])', 'drop routine public.f']],
    ['alter table a rename to b', ['drop table public.a', 'create table public.b']],
    [
      'alter table a rename column x to y',
      ['alter table public.a', 'drop column public.a.x', 'create column public.a.y', 'read table public.a'],
    ],
    [
      'insert into a (x) select y from b',
      ['write table public.a', 'write column public.a.x', 'read table public.a', 'read table public.b'],
    ],
    ['update a set x = 1', ['write table public.a', 'write column public.a.x', 'read table public.a']],
    [
      'create trigger t before insert on a for each row execute function f()',
      ['create trigger public.a.t', 'alter table public.a', 'read routine public.f', 'read table public.a'],
    ],
    ['drop trigger t on a', ['drop trigger public.a.t', 'alter table public.a']],
    ['drop table a, s.b', ['drop table public.a', 'drop table s.b']],
    ['create table A."B c" (id int)', ['create table a.B c', 'create column a.B c.id']],
    [
      'alter table a add constraint k unique (x), drop constraint l',
      ['alter table public.a', 'create constraint public.a.k', 'drop constraint public.a.l', 'read table public.a'],
    ],
    [`comment on column a.x is 'y'`, ['alter column public.a.x']],
    ['truncate a', ['write table public.a', 'read table public.a']],
  ]
  it.each(cases)('%s', async (sql, uses) => {
    const [statement] = (await analyse({ '0001_a.sql': sql })).migrations[0]?.statements ?? []
    expect(statement?.objects.map((each) => `${each.use} ${each.kind} ${each.name}`)).toEqual(uses)
  })
})

describe('titles', () => {
  it.each([
    ['create or replace view v as select 1', 'CREATE VIEW'],
    ['CREATE UNIQUE INDEX i ON t (a)', 'CREATE INDEX'],
    ['create materialized view m as select 1', 'CREATE MATERIALIZED VIEW'],
    ['create temp table t (a int)', 'CREATE TABLE'],
    ['alter table t add a int', 'ALTER TABLE'],
    ['with x as (select 1) insert into t select * from x', 'INSERT'],
    ['with x as (select 1) select * from x', 'SELECT'],
    ['do $$ begin end $$', 'DO'],
    ['grant select on t to public', 'GRANT'],
  ])('%s', async (sql, title) => {
    expect((await analyse({ '0001_a.sql': sql })).migrations[0]?.statements[0]?.title).toBe(title)
  })
})
