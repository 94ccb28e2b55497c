import { describe, expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import type { Catalog } from '../ports/database.ts'
import { catalogDelta, columnOrderNotes } from './catalog-delta.ts'

const catalog = (objects: Record<string, string>, over: Partial<Catalog> = {}): Catalog => ({
  version: 1,
  server: '15',
  objects,
  order: {},
  ...over,
})
const a = sha256('a')
const b = sha256('b')

describe('catalogDelta', () => {
  const cases: [why: string, before: Catalog, after: Catalog, delta: ReturnType<typeof catalogDelta>][] = [
    ['nothing differs between equal catalogs', catalog({ x: 'a' }), catalog({ x: 'a' }), {}],
    ['an object only after has no digest before', catalog({}), catalog({ x: 'a' }), { x: { after: a } }],
    ['an object only before has no digest after', catalog({ x: 'a' }), catalog({}), { x: { before: a } }],
    ['a changed object has both digests', catalog({ x: 'a' }), catalog({ x: 'b' }), { x: { before: a, after: b } }],
    ['an empty description is an object, not an absent one', catalog({}), catalog({ x: '' }), { x: { after: sha256('') } }],
    [
      'column order is apart',
      catalog({ x: 'a' }, { order: { 'table public.t': 'a,b' } }),
      catalog({ x: 'a' }, { order: { 'table public.t': 'b,a' } }),
      {},
    ],
    ['other majors describe in other words', catalog({ x: 'a' }), catalog({ x: 'a' }, { server: '18' }), 'not-comparable'],
  ]
  it.each(cases)('%s', (_why, before, after, delta) => {
    expect(catalogDelta(before, after)).toEqual(delta)
  })
})

describe('columnOrderNotes', () => {
  it('notes the same columns in another order, and neither new nor equal ones', () => {
    const before = catalog({}, { order: { 'table public.t': 'a,b', 'table public.u': 'a', 'table public.v': 'a,b' } })
    const after = catalog({}, { order: { 'table public.t': 'b,a', 'table public.u': 'a,b', 'table public.v': 'a,b' } })
    expect(columnOrderNotes(before, after)).toEqual(['Columns of table public.t stand in another order: a,b and b,a.'])
  })
})
