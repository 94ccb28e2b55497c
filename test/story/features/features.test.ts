import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { readFeature, readFolder, shopFolder, withFeature } from './read-feature.ts'
import {
  applyObjects,
  baselineOf,
  catalogOf,
  dataOf,
  failingChecks,
  migrationsOf,
  objectsOf,
  restoreObjects,
} from './shop-database.ts'
import { storyEngines, type StoryDatabase } from './story-database.ts'

const shop = await readFolder(shopFolder)
const engines = await storyEngines()

/** The tree of main with the pushes of one package on it. */
async function treeOf(...names: string[]): Promise<Map<string, string>> {
  let tree = shop
  for (const name of names) tree = withFeature(tree, await readFeature(name))
  return tree
}

const versions = {
  loyalty: await treeOf('loyalty'),
  'loyalty-tiers': await treeOf('loyalty-tiers'),
  'gift-cards': await treeOf('gift-cards', 'gift-cards.v2'),
  search: await treeOf('search'),
  'price-rounding': await treeOf('price-rounding', 'price-rounding.v2'),
  'drop-legacy-codes': await treeOf('drop-legacy-codes', 'drop-legacy-codes.v2'),
  'retry-booking': await treeOf('retry-booking'),
}
type Package = keyof typeof versions
const roundingV1 = await treeOf('price-rounding')
const sums: Record<string, Record<string, string>> = {}

async function deploy(database: StoryDatabase, name: Package, tree: ReadonlyMap<string, string>, skip = 0): Promise<void> {
  for (const { sql } of migrationsOf(tree, name).slice(skip)) await database.exec(sql)
  await applyObjects(
    database,
    objectsOf(tree).filter(([path, sql]) => shop.get(path) !== sql),
  )
}

async function undo(database: StoryDatabase, name: Package, tree: ReadonlyMap<string, string>): Promise<void> {
  for (const { undo } of migrationsOf(tree, name).toReversed())
    await database.exec(undo ?? `do $$ begin raise 'no undo script'; end $$`)
}

describe.each(engines)('features on $name', ({ name: engine, open }) => {
  let database: StoryDatabase
  const times: string[] = []

  beforeAll(async () => {
    const started = performance.now()
    database = await open()
    const opened = performance.now()
    await database.exec(`set timezone to 'UTC'`)
    for (const sql of baselineOf(shop)) await database.exec(sql)
    times.push(`start ${Math.round(opened - started)} ms, baseline and rows ${Math.round(performance.now() - opened)} ms`)
    await database.exec('begin')
    await applyObjects(database, objectsOf(shop))
    await database.exec('commit')
  })
  afterAll(async () => {
    console.log(`${engine}: ${times.join(', ')}`)
    await database.close()
  })
  beforeEach(() => database.exec('begin'))
  afterEach(() => database.exec('rollback'))

  it('production is a grown database: tables, rows, relations, objects, every constraint named by a person', async () => {
    const catalog = await catalogOf(database)
    const count = (start: string) => catalog.filter((line) => line.startsWith(start)).length
    expect(count('relation r')).toBeGreaterThanOrEqual(25)
    expect(count('view')).toBeGreaterThanOrEqual(4)
    expect(count('routine')).toBeGreaterThanOrEqual(5)
    expect(count('trigger')).toBeGreaterThanOrEqual(3)
    expect(catalog.filter((line) => /FOREIGN KEY/.test(line)).length).toBeGreaterThanOrEqual(25)
    expect(catalog.filter((line) => /^constraint \S+ \S+_(pkey|key|fkey|check)\b/.test(line))).toEqual([])
    const data = await dataOf(database)
    sums[engine] = data
    const rows = Object.values(data).reduce((sum, each) => sum + parseInt(each, 10), 0)
    times.push(`${Object.keys(data).length} tables, ${rows} rows`)
    expect(rows).toBeGreaterThan(40_000)
    expect(await failingChecks(database)).toEqual([])
  })

  it.each<Package>(['loyalty', 'gift-cards', 'search', 'price-rounding', 'retry-booking'])(
    '%s deploys alone, passes, and its undo restores everything',
    async (name) => {
      const before = { catalog: await catalogOf(database), data: await dataOf(database) }
      await deploy(database, name, versions[name])
      expect(await catalogOf(database)).not.toEqual(before.catalog)
      expect(await failingChecks(database)).toEqual([])
      await undo(database, name, versions[name])
      await restoreObjects(database, versions[name], shop)
      expect({ catalog: await catalogOf(database), data: await dataOf(database) }).toEqual(before)
    },
  )

  it('features give the same database in every order that keeps loyalty before its tiers', async () => {
    const orders: Package[][] = [
      ['loyalty', 'gift-cards', 'search', 'loyalty-tiers', 'price-rounding', 'drop-legacy-codes'],
      ['drop-legacy-codes', 'price-rounding', 'search', 'gift-cards', 'loyalty', 'loyalty-tiers'],
      ['gift-cards', 'loyalty', 'loyalty-tiers', 'drop-legacy-codes', 'search', 'price-rounding'],
    ]
    const results: string[][] = []
    for (const order of orders) {
      await database.exec('savepoint empty')
      for (const name of order) await deploy(database, name, versions[name])
      expect(await failingChecks(database)).toEqual([])
      results.push(await catalogOf(database))
      await database.exec('rollback to savepoint empty')
    }
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })

  it('undo scripts also run after the objects went back, as a rollback may do it', async () => {
    const before = await catalogOf(database)
    await deploy(database, 'loyalty', versions.loyalty)
    await restoreObjects(database, versions.loyalty, shop)
    await undo(database, 'loyalty', versions.loyalty)
    expect(await catalogOf(database)).toEqual(before)
  })

  it('loyalty-tiers needs the table of loyalty and says its name', async () => {
    await expect(deploy(database, 'loyalty-tiers', versions['loyalty-tiers'])).rejects.toThrow(/loyalty_account/)
    await database.exec('rollback; begin')
    await deploy(database, 'loyalty', versions.loyalty)
    await deploy(database, 'loyalty-tiers', versions['loyalty-tiers'])
    const tiers = await database.rows(
      'select tier_code, count(*)::integer as customers from public.loyalty_account group by 1 order by 1',
    )
    expect(tiers.map((row) => row['tier_code'])).toEqual(['basic', 'gold', 'silver'])
    await undo(database, 'loyalty-tiers', versions['loyalty-tiers'])
  })

  it('price-rounding breaks the order totals of production-like rows; undone they are whole; repaired they pass', async () => {
    const before = await dataOf(database)
    await deploy(database, 'price-rounding', roundingV1)
    expect(await failingChecks(database)).toEqual([expect.stringContaining('goods_total')])
    await undo(database, 'price-rounding', roundingV1)
    await restoreObjects(database, roundingV1, shop)
    expect(await failingChecks(database)).toEqual([])
    expect(await dataOf(database)).toEqual(before)

    await deploy(database, 'price-rounding', versions['price-rounding'])
    expect(await failingChecks(database)).toEqual([])
    const rounded = await database.rows('select count(*)::integer as lines from public.order_line_before_rounding')
    expect(rounded[0]?.['lines']).toBeGreaterThan(5)
  })

  it("price-rounding passes on integration's sample, which has no Swiss orders, and its repair goes on top", async () => {
    await database.exec(shop.get('db/baseline/trim-integration.sql') ?? '')
    expect(await failingChecks(database)).toEqual([])
    await deploy(database, 'price-rounding', roundingV1)
    expect(await failingChecks(database)).toEqual([])
    await deploy(database, 'price-rounding', versions['price-rounding'], 1)
    expect(await failingChecks(database)).toEqual([])
  })

  it('drop-legacy-codes takes nothing that is read, and has no way back', async () => {
    await deploy(database, 'drop-legacy-codes', versions['drop-legacy-codes'])
    await applyObjects(database, objectsOf(shop))
    expect(await failingChecks(database)).toEqual([])
    expect((await catalogOf(database)).filter((line) => /legacy_code/.test(line))).toEqual([])
    expect(migrationsOf(versions['drop-legacy-codes'], 'drop-legacy-codes').map((each) => each.undo)).toEqual([
      undefined,
      undefined,
    ])
  })
})

it('the generator writes the same rows on every engine', () => {
  const [first, ...others] = Object.values(sums)
  for (const other of others) expect(other).toEqual(first)
})
