import { expect, it } from 'vitest'
import type { Catalog } from '../ports/database.ts'
import { judgeProof } from './prove-catalog.ts'
import { ownCatalog, type ToolPlace } from './own-catalog.ts'

function catalog(objects: Record<string, string>, server = '15'): Catalog {
  return { version: 1, server, objects, order: {} }
}

it.each<[string, ToolPlace, string[], string[]]>([
  [
    'flyway’s table with columns, constraint and index, and nothing that only begins like it',
    { tool: 'flyway', schema: 'public', table: 'history' },
    ['table public.history', 'column public.history.version', 'constraint public.history.pk', 'index public.of_history'],
    ['table public.history_of_orders', 'column public.history_of_orders.id', 'index public.other', 'table shop.history'],
  ],
  [
    'both of Rails’ tables',
    { tool: 'rails', schema: 'public', table: 'schema_migrations' },
    ['table public.schema_migrations', 'table public.ar_internal_metadata', 'column public.ar_internal_metadata.key'],
    ['table public.users'],
  ],
  [
    'all of sqitch’s schema',
    { tool: 'sqitch', schema: 'sqitch', table: 'changes' },
    ['schema sqitch', 'table sqitch.tags', 'materialized view sqitch.m'],
    ['schema sqitch2', 'table sqitch2.tags', 'table public.sqitch'],
  ],
  [
    'no more than its table where sqitch has no schema',
    { tool: 'sqitch', schema: 'public', table: 'changes' },
    ['table public.changes'],
    ['table public.a'],
  ],
])('leaves out %s', (_what, tool, gone, kept) => {
  const description = (key: string): string =>
    key === 'index public.of_history'
      ? 'CREATE INDEX of_history ON public.history USING btree (success)'
      : 'CREATE INDEX i ON public.history_of_orders USING btree (id)'
  const all = catalog(Object.fromEntries([...gone, ...kept].map((key) => [key, description(key)])))
  expect(Object.keys(ownCatalog(all, [tool]).objects)).toEqual(kept)
})

it('holds a scratch database against the live one, and takes what the first deployment will bring for no difference', () => {
  const answer = { catalog: catalog({ a: '1', b: '1', view: 'x', gone: '1' }), brought: new Set(['view']) }
  expect(judgeProof('replay', answer, catalog({ a: '1', b: '2', hand: '1' }))).toEqual({
    by: 'replay',
    result: 'differs',
    detail: '3 of 3 objects differ',
    objects: ['~ b', '- gone', '+ hand'],
  })
  // A definition that is there already, and otherwise, would be overwritten.
  expect(judgeProof('replay', answer, catalog({ a: '1', b: '1', view: 'y', gone: '1' })).objects).toEqual(['~ view'])
  expect(judgeProof('replay', answer, catalog({ a: '1', b: '1', gone: '1' }))).toMatchObject({ result: 'equal' })
  expect(judgeProof('replay', answer, catalog({}, '16'))).toMatchObject({ result: 'impossible' })
  expect(judgeProof('replay', { impossible: 'a.sql:3' }, catalog({}))).toMatchObject({ result: 'impossible', detail: 'a.sql:3' })
})
