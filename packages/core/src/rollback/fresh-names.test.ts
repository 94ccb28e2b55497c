import { expect, it } from 'vitest'
import type { DataObject, ObjectUse, StatementAnalysis } from '../package/analysis.ts'
import { freshNames } from './fresh-names.ts'

/** `drop table public.a` … of one statement; `sql` where its words count. */
function statement(
  uses: readonly string[],
  { loses = [], sql = '' }: { loses?: DataObject[]; sql?: string } = {},
): StatementAnalysis {
  const objects = uses.map((each): ObjectUse => {
    const [use, kind, name] = each.split(' ') as [ObjectUse['use'], ObjectUse['kind'], string]
    return { use, kind, name }
  })
  return { index: 0, offset: 0, length: 0, line: 1, sql, title: '', findings: [], objects, loses }
}

const copyAndSwap = [
  statement(['create table public.customer_new']),
  statement(['write table public.customer_new', 'read table public.customer']),
  statement(['drop table public.customer'], { loses: [{ kind: 'table', name: 'public.customer' }] }),
  statement(['drop table public.customer_new', 'create table public.customer']),
]

it.each<[what: string, statements: StatementAnalysis[], name: string, isFresh: boolean]>([
  ['a table that is made', [statement(['create table public.a'])], 'table public.a', true],
  ['a column of it', [statement(['create table public.a'])], 'column public.a.b', true],
  ['a column that is added', [statement(['alter table public.a', 'create column public.a.b'])], 'column public.a.b', true],
  ['the table that it is added to', [statement(['alter table public.a', 'create column public.a.b'])], 'table public.a', false],
  ['a table that a copy takes the place of', copyAndSwap, 'table public.customer', false],
  ['the copy under its first name', copyAndSwap, 'table public.customer_new', true],
  [
    'a column that is dropped and added again',
    [statement(['drop column public.a.b']), statement(['create column public.a.b'])],
    'column public.a.b',
    false,
  ],
  [
    'the same in one statement',
    [statement(['drop column public.a.b', 'create column public.a.b'], { loses: [{ kind: 'column', name: 'public.a.b' }] })],
    'column public.a.b',
    false,
  ],
  [
    'the new name of a table that was there',
    [statement(['drop table public.a', 'create table public.b'])],
    'table public.b',
    false,
  ],
  [
    'the new name of a table that was made before',
    [statement(['create table public.a']), statement(['drop table public.a', 'create table public.b'])],
    'table public.b',
    true,
  ],
  [
    'a table that may have been there',
    [statement(['create table public.a'], { sql: 'create table IF NOT  EXISTS a ()' })],
    'table public.a',
    false,
  ],
])('%s counts as fresh only if nothing can have been there before', (_what, statements, name, isFresh) => {
  expect(freshNames([{ statements }]).has(name)).toBe(isFresh)
})
