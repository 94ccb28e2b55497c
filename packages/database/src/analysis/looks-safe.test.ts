import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, type Parser } from '../sql/parser.ts'
import { makePackage } from '../testing/make-package.ts'
import { analysePackage } from './analyse-package.ts'

let parser: Parser
beforeAll(async () => {
  parser = await loadParser()
})

/** `class lock` of each statement's only finding, in one migration. */
function judgeAll(sql: string): string[] {
  const pkg = makePackage('p', { '0001_m.sql': sql })
  const [migration] = analysePackage(parser, '', pkg.manifest, pkg.files).migrations
  return (migration?.statements ?? []).map((each) => each.findings.map((one) => `${one.compatibility} ${one.lock}`).join(' + '))
}

const OWN = 'create table a (id int primary key); '
const AWAY = 'alter table product rename to item; create view product as select * from item; '

describe('what looks like the package’s own and is not', () => {
  const rows: [why: string, sql: string, last: string][] = [
    ['deleting through a view deletes rows of its table', 'create view v as select * from product; delete from v', 'data scan'],
    ['also in a schema of its own', 'create schema s; create view s.v as select * from product; delete from s.v', 'data scan'],
    ['a table moved into a new schema keeps its rows', 'create schema s; alter table product set schema s; drop table s.product', 'contract brief'],
    ['nor may they be emptied', 'create schema s; alter table product set schema s; truncate s.product', 'contract brief'],
    ['the view that keeps an old name serves the release before: rows', `${AWAY}delete from product`, 'data scan'],
    ['its defaults', `${AWAY}alter view product alter column price set default 0`, 'unknown brief'],
    ['triggers that write elsewhere', `${AWAY}create trigger t instead of insert on product for each row execute function f()`, 'unknown brief'],
    ['a rule swallows or adds statements', `${OWN}create rule r as on insert to a do also delete from product`, 'unknown brief'],
    ['and fires when its table is written', `${OWN}create rule r as on insert to a do also delete from product; insert into a values (1)`, 'unknown rewrite'],
    ['a trigger runs somebody’s function', `${OWN}create trigger t after insert on a for each row execute function purge(); insert into a values (1)`, 'unknown rewrite'],
    ['so does a default', 'create table a (id int default purge()); insert into a default values', 'unknown rewrite'],
    ['a default runs for the rows that are there', `${OWN}alter table a add column b int default purge()`, 'unknown rewrite'],
    ['rows of others go with a key', `${OWN}alter table product add column a int references a on delete cascade; delete from a`, 'unknown rewrite'],
    ['a parent has the rows of its children', `${OWN}alter table product inherit a; truncate a`, 'contract brief'],
    ['a partition goes with its table', 'create table a (id int) partition by range (id); alter table a attach partition product default; drop table a', 'contract brief'],
    ['CASCADE takes columns of the type along', `create type mood as enum ('a'); drop type mood cascade`, 'unknown brief'],
    ['with two schemas in the path a name is found in either', 'create schema s; set search_path to s, public; drop table product', 'contract brief'],
    ['RESET ALL moves names, too', 'create schema s; set search_path to s; reset all; drop table product', 'contract brief'],
  ] // prettier-ignore
  it.each(rows)('%s: %s', (_why, sql, last) => {
    expect(judgeAll(sql).at(-1)).toBe(last)
  })
})

describe('what looks like an expand and is not', () => {
  const rows: [why: string, sql: string, last: string][] = [
    ['a domain may forbid what old inserts leave out', 'alter table product add column sku sku_text', 'unknown rewrite'],
    ['also a domain of the package', 'create domain sku_text as text not null; alter table product add column sku sku_text', 'unknown rewrite'],
    ['NULL is no value', 'alter table product add column c int not null default null', 'contract scan'],
    ['a setting may be missing', `alter table product add column c text not null default current_setting('x', true)`, 'contract scan'],
    ['nor does a NULL default make SET NOT NULL harmless', 'alter table product add column c int default null; alter table product alter c set not null', 'contract scan'],
    ['the default goes and old inserts fail', 'alter table product add column c int not null default 0; alter table product alter c drop default', 'contract brief'],
    ['another type rewrites the table of others', 'alter table product add column c int; alter table product alter c type bigint', 'expand rewrite'],
    ['rows are deleted on the way', 'create table a as with d as (delete from product returning *) select * from d', 'data scan'],
    ['a prepared statement does anything', 'create table a as execute p', 'unknown rewrite'],
    ['pg_settings changes what later names mean', `update pg_settings set setting = 's' where name = 'search_path'`, 'unknown rewrite'],
    ['the catalog is no table of rows', 'delete from pg_catalog.pg_attribute', 'unknown rewrite'],
    ['writers wait for locked rows', 'select id from product for update', 'expand scan'],
    ['it queues for an hour, and all behind it', `set lock_timeout = '1h'`, 'unknown none'],
    ['it queues for ever', 'reset lock_timeout', 'unknown none'],
  ] // prettier-ignore
  it.each(rows)('%s: %s', (_why, sql, last) => {
    expect(judgeAll(sql).at(-1)).toBe(last)
  })

  const views: [why: string, view: string][] = [
    ['a list of columns leaves some out', 'select id from item'],
    ['ONLY leaves out partitions', 'select * from only item'],
    ['an alias names the columns anew', 'select * from item as i (a, b)'],
  ]
  it.each(views)('a renamed table whose view does not pass it through: %s', (_why, query) => {
    expect(judgeAll(`alter table product rename to item; create view product as ${query}`)[0]).toBe('contract brief')
  })

  it('a renamed table whose view goes into another schema', () => {
    expect(judgeAll(`${AWAY}alter view product set schema archive`)[0]).toBe('contract brief')
  })
})

describe('what runs code without calling it', () => {
  const DOMAIN = 'create domain d as int check (purge(value)); '
  const rows: [why: string, sql: string, last: string][] = [
    ['a view whose function has an effect', `create view v as select setval('order_no', 1); select * from v`, 'unknown rewrite'],
    ['also where it is deeper in', 'create view v as select 1 from (select purge()) q; select * from v', 'unknown rewrite'],
    ['a view of that view', 'create view v as select purge(); create view w as select * from v; select * from w', 'unknown rewrite'],
    ['after a new name', 'create view v as select purge(); alter view v rename to w; select * from w', 'unknown rewrite'],
    ['a table filled from it', 'create view v as select purge(); create table a as select * from v', 'unknown rewrite'],
    ['a view that is replaced', 'create view v as select 1; create or replace view v as select purge(); select * from v', 'unknown rewrite'],
    ['a temporary view', 'create temp view v as select pg_terminate_backend(1); select * from v', 'unknown rewrite'],
    ['a view of a domain', `${DOMAIN}create view v as select 7::d; select * from v`, 'unknown rewrite'],
    ['a domain whose check calls a function', `${DOMAIN}select 7::d`, 'unknown rewrite'],
    ['an array of it', `${DOMAIN}select '{7}'::d[]`, 'unknown rewrite'],
    ['a row of it', `${DOMAIN}create type r as (a d); select row(7)::r`, 'unknown rewrite'],
    ['the row of a table of it', `${DOMAIN}create table a (a d); select row(7)::a`, 'unknown rewrite'],
    ['a column of it', `${DOMAIN}create table a (a d); insert into a values (7)`, 'unknown rewrite + unknown rewrite'],
    ['a domain with a default', 'create domain d as int default purge(); create table a (a d); insert into a default values', 'unknown rewrite + unknown rewrite'],
    ['a column more of it', `${OWN}${DOMAIN}alter table a add column b d`, 'unknown rewrite'],
    ['a check that its own domain gets', 'create domain d as int; create table a (a d); alter domain d add check (purge(value))', 'unknown scan'],
    ['a type of somebody else, which may be a domain', 'select 7::theirs', 'unknown rewrite'],
    ['an index that casts', `${OWN}${DOMAIN}create index on a ((id::d))`, 'unknown scan'],
    ['a function in the guise of a column', 'create function purge(customer) returns int language sql as $$ select 1 $$; select c.purge from customer c', 'unknown rewrite'],
    ['the same with brackets', 'create or replace function purge(customer) returns int language sql as $$ select 1 $$; select (c).purge from customer c', 'unknown rewrite'],
    ['a policy on what is read', `${OWN}create policy p on a using (purge()); select * from a`, 'unknown rewrite'],
  ] // prettier-ignore
  it.each(rows)('%s: %s', (_why, sql, last) => {
    expect(judgeAll(sql).at(-1)).toBe(last)
  })

  it('names such views and types, for packages that come later', () => {
    const pkg = makePackage('p', {
      '0001_m.sql': `${DOMAIN}create view v as select purge(); create view w as select 1`,
      '0002_n.sql': 'select 1',
    })
    const { migrations } = analysePackage(parser, '', pkg.manifest, pkg.files)
    expect(migrations.map(({ reaching }) => reaching)).toEqual([['public.d', 'public.v'], undefined])
  })
})

describe('what stays free', () => {
  const rows: [why: string, sql: string][] = [
    ['rows of its own table', `${OWN}insert into a values (1); update a set id = 2; delete from a`],
    ['rows of a table made from a query', 'select id into a from product; delete from a'],
    ['a column of an enum of its own', `create type mood as enum ('a'); alter table product add column m mood not null default 'a'`],
    ['another default for its own column', 'alter table product add column c int not null default 0; alter table product alter c set default 1'],
    ['a view that calls something, as long as nobody reads it', 'create view v as select purge()'],
    ['a view of tables', 'create view v as select lower(name) from product; select * from v; create table a as select * from v'],
    ['types of its own', `create type mood as enum ('a'); create domain d as int check (value > 0); select 'a'::mood, 7::d, '{1}'::int[]`],
    ['a short timeout', `set local lock_timeout = '2s'; set lock_timeout = 500`],
  ] // prettier-ignore
  it.each(rows)('%s: %s', (_why, sql) => {
    expect(judgeAll(sql).every((each) => each.startsWith('expand'))).toBe(true)
  })
})
