import { describe, expect, it } from 'vitest'
import { loadParser } from '../sql/parser.ts'
import { fits, shapeOfStatement, type IndexShape } from './index-shape.ts'

const shape = async (sql: string): Promise<IndexShape> => {
  const [raw] = (await loadParser()).parse(sql)
  if (raw?.stmt === undefined || !('IndexStmt' in raw.stmt)) throw new Error(`No index: ${sql}`)
  return shapeOfStatement(raw.stmt.IndexStmt)
}

describe('an index that is there', () => {
  const wanted = 'create unique index i on shop.customer (email, lower(name)) include (id)'
  const cases: [why: string, there: string, fits: boolean][] = [
    ['the same', wanted, true],
    ['another expression, which is not compared', wanted.replace('lower', 'upper'), true],
    ['another table', wanted.replace('customer', 'product'), false],
    ['another column', wanted.replace('email', 'sku'), false],
    ['another order', 'create unique index i on customer (id, email) include (name)', false],
    ['not unique', wanted.replace('unique ', ''), false],
    ['a column less', wanted.replace(', lower(name)', ''), false],
    ['a key that is only included', 'create unique index i on customer (email) include (name, id)', false],
    ['only some rows', `${wanted} where id > 0`, false],
  ]
  it.each(cases)('%s', async (_why, there, answer) => {
    expect(fits(await shape(there), await shape(wanted))).toBe(answer)
  })
})
