import { describe, expect, it } from 'vitest'
import type { DataObject, ObjectUse, StatementAnalysis } from '../package/analysis.ts'
import { takenValues } from './taken-values.ts'

const customer: DataObject = { kind: 'table', name: 'public.customer' }
const nickname: DataObject = { kind: 'column', name: 'public.customer.nickname' }

/** `table public.a create` */
function use(text: string): ObjectUse {
  const [kind, name = '', how] = text.split(' ')
  return { kind: kind as ObjectUse['kind'], name, use: how as ObjectUse['use'] }
}

function statement(uses: string[], loses?: DataObject[], compatibility: 'contract' | 'expand' = 'contract'): StatementAnalysis {
  const findings = [{ rule: 'any', compatibility, lock: 'brief', message: '' }] as const
  const place = { index: 0, offset: 0, length: 0, line: 1, sql: '', title: '' }
  return { ...place, findings: [...findings], objects: uses.map(use), ...(loses === undefined ? {} : { loses }) }
}

const rename = statement(['table public.customer drop', 'table public.client create'])
const dropColumn = statement(['table public.customer alter', 'column public.customer.nickname drop'], [nickname])
const drop = statement(['table public.customer drop'], [customer])
const make = statement(['table public.customer create'])
const renameColumn = statement([
  'table public.customer alter',
  'column public.customer.nickname drop',
  'column public.customer.nick create',
])
const nickOf = (table: string): DataObject => ({ kind: 'values', name: `public.${table}.nick` })

describe('the values that migrations take', () => {
  it.each<[string, StatementAnalysis[], string[], DataObject[] | undefined]>([
    ['a column that goes', [dropColumn], [], [nickname]],
    ['a table that goes and comes again', [drop, make, dropColumn], [], [customer]],
    ['a table made "if not exists", which may have been there', [make, dropColumn], [], [nickname]],
    ['nothing of a table whose former version was undone first', [make, dropColumn], ['table public.customer'], undefined],
    ['nothing where a rule knows that values stay', [statement([], [nickname], 'expand')], [], undefined],
    ['nothing by a rename', [rename], [], undefined],
    [
      'a renamed table under the name before',
      [rename, statement([], [{ kind: 'table', name: 'public.client' }])],
      [],
      [customer],
    ],
    [
      'a renamed column under the name before',
      [renameColumn, statement([], [nickOf('customer')])],
      [],
      [{ ...nickname, kind: 'values' }],
    ],
    [
      'a column renamed before its table was',
      [renameColumn, rename, statement([], [nickOf('client')])],
      [],
      [{ ...nickname, kind: 'values' }],
    ],
  ])('%s', (_, statements, gone, taken) => {
    expect(takenValues([{ key: 'p/0001_a', statements }], gone).get('p/0001_a')).toEqual(taken)
  })

  it('tells migrations apart, and knows in a later one what an earlier one renamed', () => {
    const later = statement([], [{ kind: 'table', name: 'public.client' }])
    const taken = takenValues([
      { key: 'p/0001_a', statements: [rename] },
      { key: 'p/0002_b', statements: [later] },
    ])
    expect(Object.fromEntries(taken)).toEqual({ 'p/0002_b': [customer] })
  })
})
