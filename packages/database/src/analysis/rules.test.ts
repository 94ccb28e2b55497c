import type { Finding } from '@stagecoach/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { makePackage } from '../testing/make-package.ts'
import { loadParser, type Parser } from '../sql/parser.ts'
import { analysePackage } from './analyse-package.ts'

let parser: Parser
beforeAll(async () => {
  parser = await loadParser()
})

/** Findings of the last statement; each text is a migration of its own. */
function judgeLast(...texts: string[]): Finding[] {
  const files = Object.fromEntries(texts.map((sql, index) => [`000${String(index + 1)}_m.sql`, sql]))
  const pkg = makePackage('p', files)
  return analysePackage(parser, '', pkg.manifest, pkg.files).migrations.at(-1)?.statements.at(-1)?.findings ?? []
}

type Row = [why: string, sql: string | string[], rule: string, compatibility: Finding['compatibility'], lock: Finding['lock']]

const NT = '-- stagecoach: no-transaction\n'

const contracts: Row[] = [
  ['1: the old application reads it', 'drop table product', 'drop-table', 'contract', 'brief'],
  ['1: IF EXISTS drops all the same', 'drop table if exists product', 'drop-table', 'contract', 'brief'],
  ['2: everything in it goes', 'drop schema shop cascade', 'drop-schema', 'contract', 'brief'],
  ['2: the whole database goes', `${NT}drop database shop`, 'drop-database', 'contract', 'non-transactional'],
  ['3: old statements name it', 'alter table product drop column code', 'drop-column', 'contract', 'brief'],
  ['4: old readers', 'drop view product_list', 'drop-view', 'contract', 'brief'],
  ['4: old readers of a materialized view', 'drop materialized view totals', 'drop-matview', 'contract', 'brief'],
  ['5: old callers', 'drop function price(int)', 'drop-routine', 'contract', 'brief'],
  ['5: old callers of a procedure', 'drop procedure settle', 'drop-routine', 'contract', 'brief'],
  ['5: the old name is gone', 'alter function price(int) rename to cost', 'change-signature', 'contract', 'brief'],
  [
    '5: dropped and made again with other arguments',
    'drop function price(int); create function price(int, text) returns int language sql as $$ select 1 $$',
    'change-signature',
    'contract',
    'brief',
  ],
  ['6: old casts', 'drop type colour', 'drop-type', 'contract', 'brief'],
  ['6: old inserts', 'drop sequence order_no', 'drop-sequence', 'contract', 'brief'],
  ['6: old casts to a domain', 'drop domain email', 'drop-domain', 'contract', 'brief'],
  ['7: the old name is gone', 'alter table product rename to item', 'rename-table', 'contract', 'brief'],
  [
    '7: a view’s name is as good as a table’s',
    'alter view product_list rename to item_list',
    'rename-table',
    'contract',
    'brief',
  ],
  ['7: another schema is another name', 'alter table product set schema archive', 'set-schema', 'contract', 'brief'],
  ['7: of a function, too', 'alter function price(int) set schema archive', 'set-schema', 'contract', 'brief'],
  ['8: old statements name it', 'alter table product rename column code to sku', 'rename-column', 'contract', 'brief'],
  ['8: without the word COLUMN', 'alter table product rename code to sku', 'rename-column', 'contract', 'brief'],
  ['9: old literals', `alter type colour rename value 'red' to 'crimson'`, 'rename-enum-value', 'contract', 'brief'],
  ['10: every name in it', 'alter schema shop rename to store', 'rename-schema', 'contract', 'brief'],
  ['11: old inserts leave it out', 'alter table product add column sku text not null', 'add-required-column', 'contract', 'scan'],
  ['16: old reads and binds', 'alter table product alter column price type bigint', 'change-type', 'contract', 'rewrite'],
  [
    '16: the old type is not in the SQL, so a widening is not known',
    'alter table product alter code type text',
    'change-type',
    'contract',
    'rewrite',
  ],
  ['17: old inserts of NULL', 'alter table product alter column code set not null', 'set-not-null', 'contract', 'scan'],
  ['33: rows are lost', 'truncate product', 'truncate', 'contract', 'brief'],
  ['33: rows of others, too', 'truncate product cascade', 'truncate-cascade', 'contract', 'brief'],
]

const expands: Row[] = [
  ['12: nobody has to name it', 'alter table product add column note text', 'add-column', 'expand', 'brief'],
  [
    '12: a constant default rewrites nothing since 11',
    `alter table product add column n int not null default 0`,
    'add-column',
    'expand',
    'brief',
  ],
  [
    '12: now() is one value for all rows',
    'alter table product add at timestamptz not null default now()',
    'add-column',
    'expand',
    'brief',
  ],
  ['12: CURRENT_DATE likewise', 'alter table product add at date default current_date', 'add-column', 'expand', 'brief'],
  ['12: a cast constant', `alter table product add a jsonb not null default '{}'::jsonb`, 'add-column', 'expand', 'brief'],
  [
    'a new table locks nobody',
    'create table gift_card (id bigint primary key, code text unique)',
    'create-table',
    'expand',
    'none',
  ],
  [
    'a reference locks the other table for a moment',
    'create table a (p int references product)',
    'create-table',
    'expand',
    'brief',
  ],
  ['a table made from a query', 'create table a as select id, lower(name) from product', 'create-table', 'expand', 'none'],
  ['writers wait for the build', 'create index on product (name)', 'create-index', 'expand', 'scan'],
  ['writers go on', `${NT}create index concurrently i on product (lower(name))`, 'create-index', 'expand', 'non-transactional'],
  ['a view reads', 'create view v as select * from product', 'create-view', 'expand', 'none'],
  ['a materialized view reads', 'create materialized view v as select count(*) from product', 'create-view', 'expand', 'none'],
  ['a type', `create type mood as enum ('a')`, 'create', 'expand', 'none'],
  ['a composite type', 'create type pair as (a int, b int)', 'create', 'expand', 'none'],
  ['a domain', 'create domain positive as int check (value > 0)', 'create', 'expand', 'none'],
  ['a sequence', 'create sequence s', 'create', 'expand', 'none'],
  ['a schema', 'create schema loyalty', 'create', 'expand', 'none'],
  ['a comment', `comment on table product is 'x'`, 'comment', 'expand', 'brief'],
  ['a grant', 'grant select on product to reporting', 'grant', 'expand', 'brief'],
  ['reading', 'select count(*) from product', 'read-only', 'expand', 'none'],
  ['a timeout of this file', `set local lock_timeout = '1s'`, 'set', 'expand', 'none'],
]

const data: Row[] = [
  ['rows of the old application change', `update product set price = 1 where price is null`, 'change-data', 'data', 'scan'],
  ['rows go', 'delete from product', 'change-data', 'data', 'scan'],
  ['rows come', `insert into product (name) values ('x')`, 'change-data', 'data', 'brief'],
  ['hidden in a WITH', 'with gone as (delete from product returning *) select * from gone', 'change-data', 'data', 'scan'],
  [
    'a merge',
    'merge into product p using news n on p.id = n.id when matched then update set name = n.name',
    'change-data',
    'data',
    'scan',
  ],
]

const unknowns: Row[] = [
  ['48: its statements are not visible', `do $$ begin execute 'drop table product'; end $$`, 'raw-dynamic', 'unknown', 'rewrite'],
  ['everybody may read it', 'grant select on product to reporting, public', 'grant-public', 'unknown', 'brief'],
  ['also what is new', ['create table a (id int)', 'grant all on a to public'], 'grant-public', 'unknown', 'brief'],
  ['48: nor those of a procedure', 'call settle()', 'raw-dynamic', 'unknown', 'rewrite'],
  ['a function may do anything', 'select purge_everything()', 'unknown', 'unknown', 'rewrite'],
  ['setval is an effect', `select setval('s', 1)`, 'unknown', 'unknown', 'rewrite'],
  [
    'a default per row rewrites',
    'alter table product add u uuid not null default gen_random_uuid()',
    'unknown',
    'unknown',
    'rewrite',
  ],
  ['identity rewrites', 'alter table product add n bigint generated always as identity', 'unknown', 'unknown', 'rewrite'],
  ['serial rewrites', 'alter table product add n bigserial', 'unknown', 'unknown', 'rewrite'],
  [
    'a generated column rewrites',
    'alter table product add n int generated always as (a + 1) stored',
    'unknown',
    'unknown',
    'rewrite',
  ],
  ['old duplicates', 'create unique index on product (name)', 'unknown', 'unknown', 'scan'],
  ['a cast in an index can fail on old rows', `create index on product (((data->>'n')::int))`, 'unknown', 'unknown', 'scan'],
  ['old rows may not meet it', 'alter table product add constraint c check (price > 0)', 'unknown', 'unknown', 'scan'],
  [
    'NOT VALID still rejects old rows',
    'alter table product add constraint c check (price > 0) not valid',
    'unknown',
    'unknown',
    'brief',
  ],
  ['deletes of the old application', 'alter table product add c int references category', 'unknown', 'unknown', 'scan'],
  ['old inserts that omit it', 'alter table product alter price drop default', 'unknown', 'unknown', 'brief'],
  ['old readers meet NULL', 'alter table product alter price drop not null', 'unknown', 'unknown', 'brief'],
  ['37: old readers meet a new value', `alter type colour add value 'mauve'`, 'unknown', 'unknown', 'brief'],
  ['39: readers may see something else', 'create or replace view v as select 1 as a', 'unknown', 'unknown', 'brief'],
  [
    '40: callers may get something else',
    'create or replace function f() returns int language sql as $$ select 1 $$',
    'unknown',
    'unknown',
    'none',
  ],
  [
    '41: a trigger changes old writes',
    'create trigger t before insert on product for each row execute function f()',
    'unknown',
    'unknown',
    'brief',
  ],
  ['42: the old application sees no rows', 'alter table product enable row level security', 'unknown', 'unknown', 'brief'],
  ['43: the old application is denied', 'revoke select on product from public', 'unknown', 'unknown', 'brief'],
  ['46: later names mean something else', 'set search_path to shop', 'unknown', 'unknown', 'none'],
  ['47: extensions differ per server', 'create extension citext', 'unknown', 'unknown', 'rewrite'],
  ['a partition ties two tables', 'create table p1 partition of product for values in (1)', 'unknown', 'unknown', 'scan'],
  ['dropping an index may slow readers', 'drop index product_name', 'unknown', 'unknown', 'brief'],
  [
    'and concurrently it cannot roll back',
    `${NT}drop index concurrently product_name`,
    'unknown',
    'unknown',
    'non-transactional',
  ],
  ['VACUUM FULL keeps everyone out', `${NT}vacuum full product`, 'unknown', 'unknown', 'non-transactional'],
]

describe('rules: both axes of one statement', () => {
  it.each([...contracts, ...expands, ...data, ...unknowns])('%s: %s', (_why, sql, rule, compatibility, lock) => {
    const findings = judgeLast(...[sql].flat())
    expect(findings.map((each) => [each.rule, each.compatibility, each.lock])).toEqual([[rule, compatibility, lock]])
  })
})

describe('rules: the package as a whole', () => {
  const free: [why: string, texts: string[]][] = [
    ['a table of this package', ['create table a (id int)', 'drop table a']],
    ['its columns', ['create table a (id int)', 'alter table a drop column id']],
    ['its types of columns', ['create table a (id int)', 'alter table a alter id type text']],
    ['SET NOT NULL on it', ['create table a (id int)', 'alter table a alter id set not null']],
    ['rows in it', ['create table a (id int)', 'insert into a select generate_series(1, 9)']],
    ['a unique index on it', ['create table a (id int)', 'create unique index on a (id)']],
    ['a constraint on it', ['create table a (id int)', 'alter table a add constraint c check (id > 0)']],
    ['a trigger on it', ['create table a (id int)', 'create trigger t before insert on a for each row execute function f()']],
    ['truncating it', ['create table a (id int)', 'truncate a']],
    ['it under another name', ['create table a (id int)', 'alter table a rename to b', 'drop table b']],
    ['anything in a schema of this package', ['create schema s', 'create table s.a (id int)', 'drop table s.a']],
    ['a view of this package', ['create view v as select 1 as a', 'create or replace view v as select 2 as a']],
    ['a column added to an older table', ['alter table product add note text', 'alter table product drop note']],
    ['an enum of this package', [`create type mood as enum ('a')`, `alter type mood add value 'b'`]],
    ['case folds', ['create table Gift_Card (id int)', 'drop table GIFT_CARD']],
    ['the schema may be named or not', ['create table public.a (id int)', 'drop table a']],
    [
      'a foreign key between two of its tables',
      ['create table a (id int primary key); create table b (a int)', 'alter table b add foreign key (a) references a'],
    ],
  ]
  it.each(free)('is free to change %s', (_why, texts) => {
    expect(judgeLast(...texts).map((each) => each.compatibility)).toEqual(['expand'])
  })

  const notFree: [why: string, texts: string[], rule: string][] = [
    ['IF NOT EXISTS may have made nothing', ['create table if not exists product (id int)', 'drop table product'], 'drop-table'],
    ['OR REPLACE may have replaced another’s', ['create or replace view v as select 1', 'drop view v'], 'drop-view'],
    ['a temporary table hides the real one', ['create temp table product (id int)', 'drop table product'], 'drop-table'],
    ['a quoted name is another name', ['create table "Product" (id int)', 'drop table product'], 'drop-table'],
    ['another schema’s table', ['create table shop.product (id int)', 'drop table product'], 'drop-table'],
    ['it was dropped in between', ['create table a (id int); drop table a', 'drop table a'], 'drop-table'],
    [
      'another overload is not ours',
      ['create function f(int) returns int language sql as $$ select 1 $$', 'drop function f(text)'],
      'drop-routine',
    ],
    ['renaming an old table does not make it ours', ['alter table product rename to a', 'drop table a'], 'drop-table'],
    [
      'ADD COLUMN IF NOT EXISTS may have added nothing',
      ['alter table product add column if not exists c int', 'alter table product drop c'],
      'drop-column',
    ],
    [
      'a new column without default still breaks old inserts',
      ['alter table product add c int', 'alter table product alter c set not null'],
      'set-not-null',
    ],
    ['the search path moved', ['set search_path to shop; create table product (id int)', 'drop table product'], 'drop-table'],
    [
      'the search path is unreadable',
      [`select set_config('search_path', '', false); create table product (id int)`, 'drop table product'],
      'drop-table',
    ],
    ['CASCADE empties others', ['create table a (id int)', 'truncate a cascade'], 'truncate-cascade'],
  ]
  it.each(notFree)('is not free: %s', (_why, texts, rule) => {
    expect(judgeLast(...texts).map((each) => each.rule)).toEqual([rule])
  })

  it('lets a column with a default become required', () => {
    const findings = judgeLast(`alter table product add c int default 0`, 'alter table product alter c set not null')
    expect(findings).toMatchObject([{ rule: 'set-not-null', compatibility: 'expand', lock: 'scan' }])
  })

  const renamed = 'alter table product rename to item'
  const standIn = `${renamed}; create view product as select * from item`
  const again = 'create or replace view product as select * from item'
  const renames: [why: string, texts: string[], compatibility: string][] = [
    ['a view keeps the old name', [`${standIn}; grant all on product to app`], 'expand'],
    [
      'under a short name',
      [`${renamed}; create view product as select i.* from item i; grant select on product to app`],
      'expand',
    ],
    [
      'in a later file of the package',
      [renamed, 'create view product as select * from item; grant all on product to app'],
      'expand',
    ],
    ['rights on all that is there', [`${standIn}; grant all on all tables in schema public to app`], 'expand'],
    ['a view made again keeps its rights', [`${standIn}; grant all on product to app; ${again}`], 'expand'],
    ['nobody has rights on the view', [standIn], 'unknown'],
    ['the rights are on another view', [`${standIn}; grant all on item to app`], 'unknown'],
    ['the rights are taken away again', [`${standIn}; grant all on product to app; revoke all on product from app`], 'unknown'],
    [
      'the view shows fewer rows',
      ['alter table product rename to item; create view product as select * from item where active'],
      'contract',
    ],
    [
      'the view renames a column',
      ['alter table product rename to item; create view product as select id as key from item'],
      'contract',
    ],
    [
      'the view is of another table',
      ['alter table product rename to item; create view product as select * from other'],
      'contract',
    ],
    [
      'the view is dropped again',
      ['alter table product rename to item; create view product as select * from item', 'drop view product'],
      'contract',
    ],
  ]
  it.each(renames)('a renamed table: %s', (_why, texts, compatibility) => {
    const pkg = makePackage('p', Object.fromEntries(texts.map((sql, index) => [`000${String(index + 1)}_m.sql`, sql])))
    const [first] = analysePackage(parser, '', pkg.manifest, pkg.files).migrations
    expect(first?.statements[0]?.findings.map((each) => each.compatibility)).toEqual([compatibility])
  })

  it('judges every command of one ALTER TABLE', () => {
    const findings = judgeLast('alter table product add note text, drop column code, add constraint c unique (name)')
    expect(findings.map((each) => each.rule)).toEqual(['add-column', 'drop-column', 'unknown'])
  })

  it('keeps the reason of an allow directive beside its finding only', () => {
    const findings = judgeLast(
      '-- stagecoach: allow drop-column: nobody reads it since 4.2\nalter table product drop code, drop name, add x int',
    )
    expect(findings.map((each) => each.allowed)).toEqual(['nobody reads it since 4.2', 'nobody reads it since 4.2', undefined])
  })
})
