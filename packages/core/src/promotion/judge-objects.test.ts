import { describe, expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import type { CatalogDelta, ObjectChange } from '../ports/database.ts'
import { withTakenName } from './judge-objects.ts'

const change = (name: string, what: ObjectChange['change'] = 'made'): ObjectChange => ({
  kind: name.includes('(') ? 'function' : 'view',
  name,
  path: 'db/objects/a.sql',
  line: 1,
  title: 'CREATE',
  change: what,
  findings: [],
})
const [before, after] = [sha256('before'), sha256('after')]

describe('a definition whose name was taken', () => {
  const cases: [why: string, change: ObjectChange, delta: CatalogDelta | 'not-comparable', rules: string[]][] = [
    ['a free name', change('public.v'), { 'view public.v': { after } }, []],
    ['a view that a migration made', change('public.v'), { 'view public.v': { before, after } }, ['replace-object']],
    ['the same definition is there already', change('public.v'), {}, []],
    ['a routine, by any signature', change('public.f(int4)'), { 'routine public.f(n integer)': { before } }, ['replace-object']],
    ['a routine of another name', change('public.f(int4)'), { 'routine public.fa(n integer)': { before } }, []],
    ['nobody could look', change('public.v'), 'not-comparable', ['replace-object']],
    ['one that the set had', change('public.v', 'replaced'), 'not-comparable', []],
  ]
  it.each(cases)('%s', (_why, made, delta, rules) => {
    expect(withTakenName(made, delta).findings.map(({ rule }) => rule)).toEqual(rules)
  })
})
