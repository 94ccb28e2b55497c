import type { DataObject, Target, TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

const price: DataObject = { kind: 'values', name: 'public.product.price' }
const product: DataObject = { kind: 'table', name: 'public.product' }
const shop = `create table product (id int primary key, price int); insert into product values (1, 12), (2, 20);
  create table stock (product int references product on delete cascade, pieces int); insert into stock values (1, 5);
  create view cheap as select * from product where price < 10`
const cheaper = { '0001_cheaper.sql': 'update public.product set price = price - 5 where price > 12;' }

describe.each(['postgres', 'embedded'] as const)('rows that nobody wrote since a migration, on %s', (name) => {
  const databases = openDatabases()
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  /** A shop whose prices operation op1 made cheaper. */
  async function cheapened(beside: (target: Target) => Promise<void> = () => Promise.resolve()): Promise<Target> {
    const target = await engine.target()
    await engine.byHand(target, (session) => session.exec(shop))
    await use(target, async (database) => {
      await database.prepare()
      await database.begin('op1', {}, 1)
      await beside(target)
      await database.apply((await analysedPackage(databases, 'discount', cheaper)).step('0001_cheaper'))
    })
    return target
  }
  async function use<T>(target: Target, work: (database: TargetDatabase) => Promise<T>): Promise<T> {
    const database = await databases.open(target)
    return work(database).finally(() => database.close())
  }
  const unwritten = (target: Target, ...objects: DataObject[]): Promise<string[]> =>
    use(target, async (database) => [...(await database.unwritten('op1', objects))].sort())
  const byHand = (target: Target, sql: string): Promise<void> => engine.byHand(target, (session) => session.exec(sql))

  it('are all as the migration left them, those it wrote and those it did not meet', async () => {
    const target = await cheapened()
    expect(await unwritten(target, price, product)).toEqual(['table public.product', 'values public.product.price'])
  })

  it.each([
    ['inserted', 'insert into product values (3, 1)', []],
    ['changed', 'update product set price = price', []],
    ['written in a table that goes with them', 'insert into stock values (2, 1)', ['values public.product.price']],
    ['deleted', 'delete from product where id = 2', ['table public.product', 'values public.product.price']],
  ])('are not told so when some were %s since', async (_how, sql, left) => {
    const target = await cheapened()
    await byHand(target, sql)
    expect(await unwritten(target, price, product)).toEqual(left)
  })

  it('are not told of a view, of what is not there, of another operation, or of a log that was restored', async () => {
    const target = await cheapened()
    expect(await unwritten(target, { kind: 'table', name: 'public.cheap' }, { kind: 'table', name: 'public.none' })).toEqual([])
    expect(await use(target, async (database) => [...(await database.unwritten('op2', [price]))])).toEqual([])
    await byHand(
      target,
      `alter table stagecoach.log disable trigger all; update stagecoach.log set fence = fence; alter table stagecoach.log enable trigger all`,
    )
    expect(await unwritten(target, price)).toEqual([])
  })

  it.runIf(name === 'postgres')(
    'are not told so where a transaction was open beside the migration and committed later',
    async () => {
      let commit: () => Promise<void> = () => Promise.reject(new Error('It never began.'))
      const target = await cheapened(async ({ url }) => {
        const session = await openPostgres(url, { showValues: true, settings: {} })
        await session.exec('begin; insert into product values (3, 1)')
        commit = () => session.exec('commit').finally(() => session.close())
      })
      expect(await unwritten(target, price)).toEqual(['values public.product.price'])
      await commit()
      expect(await unwritten(target, price)).toEqual([])
    },
  )
})
