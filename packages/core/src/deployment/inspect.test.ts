import { describe, expect, it } from 'vitest'
import type { Catalog, TargetDatabase } from '../ports/database.ts'
import { inspectTargets } from './inspect.ts'

const operation = 'b'.repeat(16)
const catalog = (...tables: string[]): Catalog => ({
  version: 1,
  server: '15',
  objects: Object.fromEntries(tables.map((name) => [`table public.${name}`, 'one'])),
  order: {},
})

/** Only what an inspection reads. */
function database(recorded: Catalog | undefined, live: Catalog, changing = false): TargetDatabase {
  return {
    log: () => Promise.resolve([]),
    recorded: () => Promise.resolve(recorded === undefined ? undefined : { operation: 'a'.repeat(16), catalog: recorded }),
    catalog: () => Promise.resolve(live),
    changing: () => Promise.resolve(changing),
  } as never
}

const main = database(catalog('product'), catalog('product'))
const inspect = (reports: TargetDatabase) =>
  inspectTargets({ main, all: new Map([['main', main]]).set('reports', reports) }, operation, 'qa')

describe('the databases of an environment', () => {
  it.each([
    ['as it was left', database(catalog('sale'), catalog('sale'))],
    ['never deployed to', database(undefined, catalog('sale'))],
    ['half changed by this very operation', database(catalog('sale'), catalog('sale', 'refund'), true)],
  ])('are deployed to when a second one is %s', async (_what, reports) => {
    expect((await inspect(reports))?.catalog).toEqual(catalog('product'))
  })

  it('stop a deployment when a second one was changed by hand, which is named', async () => {
    await expect(inspect(database(catalog('sale'), catalog('sale', 'refund')))).rejects.toMatchObject({
      code: 'drift',
      message: expect.stringContaining("The database 'reports' of qa is not as"),
    })
  })

  it('may be none', async () => {
    expect(await inspectTargets({ main: undefined, all: new Map() }, operation, 'qa')).toBeUndefined()
  })
})
