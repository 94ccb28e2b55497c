import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, type Parser } from '../sql/parser.ts'
import { makePackage } from '../testing/make-package.ts'
import { analysePackage } from './analyse-package.ts'

let parser: Parser
beforeAll(async () => {
  parser = await loadParser()
})

function takenBy(undo: string): string[] | undefined {
  const pkg = makePackage('p', { '0001_m.sql': 'select 1', '0001_m.undo.sql': undo })
  const [migration] = analysePackage(parser, '', pkg.manifest, pkg.files).migrations
  return migration?.undoLoses?.map(({ kind, name }) => `${kind} ${name}`)
}

describe('what an undo script takes', () => {
  const rows: [undo: string, taken: string[]][] = [
    ['delete from product where id >= 1', ['table public.product']],
    ['truncate product, audit.event', ['table public.product', 'table audit.event']],
    ['merge into product p using s on s.id = p.id when matched then delete', ['table public.product']],
    ['with gone as (delete from product returning *) insert into archive select * from gone', ['table public.product']],
    ['update product set price = price + 1, "Label" = null', ['values public.product.price', 'values public.product.Label']],
    ['insert into product values (1) on conflict (id) do update set price = 0', ['values public.product.price']],
    ['drop table product, audit.event', ['table public.product', 'table audit.event']],
    ['alter table product drop column price, alter column label type int using 0', ['column public.product.price', 'values public.product.label']],
    ['delete from product; delete from product', ['table public.product']],
  ] // prettier-ignore
  it.each(rows)('%s', (undo, taken) => {
    expect(takenBy(undo)).toEqual(taken)
  })

  it.each([
    ['a DO block', 'do $$ begin delete from product; end $$', true],
    ['a procedure', 'call purge()', true],
    ['a function that may do anything', 'select purge_everything()', true],
    ['such a function on the way', 'delete from product where old_one(id)', true],
    ['rows of tables that are not named', 'truncate product cascade', true],
    ['a schema with all that is in it', 'drop schema shop cascade', true],
    ['columns that go with their type', 'drop type colour cascade', true],
    ['another meaning of names', 'set search_path to shop; delete from orders', true],
    ['a table and what looks at it', 'drop table product cascade', false],
    ['plain statements', 'delete from product where id > 3; drop table if exists a', false],
    ['functions that compute', 'update product set name = lower(name) where length(name) > 3', false],
    ['a query', 'select count(*) from product', false],
  ])('knows whether %s hides something', (_, undo, hides) => {
    const pkg = makePackage('p', { '0001_m.sql': 'select 1', '0001_m.undo.sql': undo })
    const [migration] = analysePackage(parser, '', pkg.manifest, pkg.files).migrations
    expect(migration?.undoHides === true).toBe(hides)
  })

  it.each([
    ['a view that calls it', 'insert into t select n from v'],
    ['a row that is handed to it', 'select c.purge from customer c'],
    ['a table made of it', 'create table k as select purge()'],
    ['a default', 'alter table customer add column nick text default purge()::text'],
  ])('knows that code of the package is run by %s', (_, undo) => {
    const made = `create function purge(c customer) returns text language sql as 'delete from audit returning note';
      create function purge() returns int language sql as 'delete from audit returning id';
      create view v as select purge() as n;`
    const pkg = makePackage('p', { '0001_m.sql': made, '0001_m.undo.sql': undo })
    const [migration] = analysePackage(parser, '', pkg.manifest, pkg.files).migrations
    expect(migration?.undoHides).toBe(true)
  })

  const harmless = [
    'insert into product values (1)',
    'alter table product rename column price to cost',
    'drop index product_price',
    'alter table product add column price int',
    'drop view everything',
  ]
  it.each(harmless)('nothing: %s', (undo) => {
    expect(takenBy(undo)).toBeUndefined()
  })
})
