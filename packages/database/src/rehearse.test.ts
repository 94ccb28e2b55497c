import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rehearse, type RehearsalResult } from '@stagecoach/core'
import { openDatabases } from './databases.ts'
import { byHand } from './testing/by-hand.ts'
import { makePackage } from './testing/make-package.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagecoach-rehearse-'))
  await byHand(
    join(folder, 'template'),
    `create table price (sku text primary key, cents integer not null); insert into price values ('a', 99), ('b', 101);
     create table empty (id int primary key, note text);
     create table customer (id int primary key, state text default 'new', nickname text); insert into customer (id) values (1);
     create table visit (customer int references customer on delete cascade);
     create function wipe() returns integer language sql as 'update price set cents = 0 returning cents'; create schema app`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function rehearsed(texts: Record<string, string>): Promise<RehearsalResult> {
  const databases = openDatabases()
  const pkg = makePackage('rounding', texts)
  const desired = { pkg, analysis: await databases.analyse(pkg.manifest, pkg.files) }
  return rehearse(databases, {
    origin: { name: 'main', environment: 'qa', engine: 'embedded', url: join(folder, 'qa'), template: join(folder, 'template') },
    before: { packages: [], objects: [] },
    leftBehind: [],
    after: { packages: [desired], objects: [] },
    material: { origin: () => Promise.resolve(desired) },
    config: {},
    progress: () => undefined,
  })
}

const round = 'update price set cents = round(cents / 5.0) * 5;\n'

describe('a rehearsal', () => {
  it.each([
    [
      'proved when it gives every row back',
      {
        '0001_keep.sql': `create table price_before as select * from price;\n${round}`,
        '0001_keep.undo.sql':
          'update price p set cents = b.cents from price_before b where b.sku = p.sku;\ndrop table price_before;\n',
      },
      'proved',
    ],
    ['no proof when it leaves other rows', { '0001_round.sql': round, '0001_round.undo.sql': 'select 1;\n' }, 'differs'],
    [
      'no proof when it leaves another schema',
      { '0001_note.sql': 'alter table price add column note text;\n', '0001_note.undo.sql': 'select 1;\n' },
      'differs',
    ],
    ['missing when there is none', { '0001_round.sql': round }, 'missing'],
    ['failed when it does not run', { '0001_round.sql': round, '0001_round.undo.sql': 'drop table nowhere;\n' }, 'failed'],
  ])('finds an undo %s', async (_, texts, verdict) => {
    const { rehearsal, undo } = await rehearsed(texts)
    expect(rehearsal.passed).toBe(true)
    expect(Object.values(undo)).toEqual([verdict])
  })

  const dropNickname = 'alter table customer drop column nickname;\n'
  const addNickname = 'alter table customer add column nickname text;\n'
  it.each([
    ['a dropped table', 'drop table empty;', 'create table empty (id int primary key, note text);', 'table public.empty'],
    ['a truncated table', 'truncate empty;', 'select 1;', 'table public.empty'],
    ['deleted rows', 'delete from empty;', 'select 1;', 'table public.empty'],
    ['what goes along with deleted rows', 'delete from customer where id > 1;', 'select 1;', 'table public.customer'],
    ['a column that is NULL everywhere', 'alter table customer drop column nickname, add column nickname text;', 'select 1;', 'column public.customer.nickname'],
    ['a column that only holds its default', `update customer set state = 'new';`, 'select 1;', 'column public.customer.state'],
    ['another type', 'alter table empty alter column note type varchar(3) using left(note, 3);', 'alter table empty alter column note type text;', 'column public.empty.note'],
    ['a table under its new name', 'alter table empty rename to void; delete from void;', 'alter table void rename to empty;', 'table public.empty'],
  ])('gives no proof where the copy shows no value to bring back: %s', async (_, sql, undo, object) => {
    const result = await rehearsed({ '0001_a.sql': `${sql}\n`, '0001_a.undo.sql': `${undo}\n` })
    expect(result).toMatchObject({ undo: { 'rounding/0001_a': 'unproved-on-rows' }, noRows: { 'rounding/0001_a': [object] } })
  }) // prettier-ignore

  it.each([
    ['code that cannot be read', 'do $$ begin update price set cents = 0; end $$;'],
    ['a function that may do anything', 'select wipe();'],
    ['names that mean something else', 'set search_path to app, public; update price set cents = 0;'],
  ])('gives no proof where nobody knows which rows were changed: %s', async (_, sql) => {
    const { undo, noRows } = await rehearsed({ '0001_a.sql': `${sql}\n`, '0001_a.undo.sql': 'select 1;\n' })
    expect({ undo, noRows }).toEqual({
      undo: { 'rounding/0001_a': 'unproved-on-rows' },
      noRows: { 'rounding/0001_a': ['migration rounding/0001_a'] },
    })
  })

  it('doubts only the migration that takes what was not seen', async () => {
    const texts = { '0001_a.sql': 'create table log (id int);\n', '0001_a.undo.sql': 'drop table log;\n' }
    const { undo } = await rehearsed({ ...texts, '0002_b.sql': dropNickname, '0002_b.undo.sql': addNickname })
    expect(undo).toEqual({ 'rounding/0001_a': 'proved', 'rounding/0002_b': 'unproved-on-rows' })
  })

  it('proves the way back from what a version made and filled itself', async () => {
    const filled = 'create table log (id int, text text);\nupdate log set text = null;\ndelete from log;\n'
    const { undo } = await rehearsed({ '0001_a.sql': filled, '0001_a.undo.sql': 'drop table log;\n' })
    expect(Object.values(undo)).toEqual(['proved'])
  })

  it('does not pass when a migration fails, and says on what', async () => {
    const { rehearsal, failure } = await rehearsed({ '0001_a.sql': 'alter table nowhere add column x integer;\n' })
    expect(rehearsal.passed).toBe(false)
    expect(failure?.message).toContain('nowhere')
  })
})
