import { expect, it } from 'vitest'
import type { Finding, ObjectUse, StatementAnalysis } from '../package/analysis.ts'
import { harmsOf } from './harms.ts'

const name = 'loyalty/0002_drop'
const table = (use: ObjectUse['use'], of = 'public.member'): ObjectUse => ({ kind: 'table', name: of, use })
const column = (use: ObjectUse['use'], of = 'public.member.code'): ObjectUse => ({ kind: 'column', name: of, use })

/** What reading says of one statement that breaks the running application. */
function contract(objects: ObjectUse[]): StatementAnalysis {
  const finding: Finding = { rule: 'drop-column', compatibility: 'contract', lock: 'brief', message: '' }
  return { index: 0, offset: 0, length: 0, line: 1, sql: '', title: 'ALTER TABLE', findings: [finding], objects }
}

it.each([
  ['the column that it drops, and not the rest of the table', [table('alter'), column('drop')], ['column public.member.code']],
  ['the table that it alters without naming a column', [table('alter')], ['table public.member']],
  [
    'the table that it writes, whatever column it names',
    [table('write'), column('write')],
    ['table public.member', 'column public.member.code'],
  ],
  ['the table that it drops', [table('drop')], ['table public.member']],
  [
    'another table of a like name',
    [table('alter'), column('drop', 'public.member_code.x')],
    ['table public.member', 'column public.member_code.x'],
  ],
  ['nobody knows what, where it names nothing', [], [`migration ${name}`]],
])('a statement harms %s', (_what, objects, harms) => {
  expect(new Set(harmsOf(name, { statements: [contract(objects)] }))).toEqual(new Set(harms))
})

it('nothing is known of a migration that is not there', () => {
  expect(harmsOf(name, undefined)).toEqual([`migration ${name}`])
})
