import type { DataObject, Target, TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

const price: DataObject = { kind: 'values', name: 'public.product.price' }
const shop = `create table product (id int not null, price int) partition by range (id);
  create table product_old partition of product for values from (0) to (100); alter table product_old add primary key (id);
  create table product_new (id int not null primary key, price int); insert into product_new values (100, 20);
  insert into product values (1, 12), (2, 20); create view cheap as select * from product where price < 10`
const cheaper = 'update public.product set price = price - 5 where price > 12;'

describe.each(['postgres', 'embedded'] as const)('marks of rows that nobody wrote since a migration, on %s', (name) => {
  const databases = openDatabases()
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  /** A shop whose prices operation op1 made cheaper. */
  async function cheapened(text = cheaper, beside: (target: Target) => Promise<void> = () => Promise.resolve()): Promise<Target> {
    const target = await engine.target()
    await byHand(target, shop)
    await use(target, async (database) => {
      await database.prepare()
      await database.begin('op1', {}, 1)
      await beside(target)
      await database.apply((await analysedPackage(databases, 'discount', { '0001_cheaper.sql': text })).step('0001_cheaper'))
    })
    return target
  }
  async function use<T>(target: Target, work: (database: TargetDatabase) => Promise<T>): Promise<T> {
    const database = await databases.open(target)
    return work(database).finally(() => database.close())
  }
  const marks = (target: Target, object = price, operation = 'op1'): Promise<Record<string, string>> =>
    use(target, (database) => database.unwrittenMarks(operation, [object]))
  const byHand = (target: Target, sql: string): Promise<void> => engine.byHand(target, (session) => session.exec(sql))

  it('are what the rows hold, those that it wrote and those that it did not meet', async () => {
    const target = await cheapened()
    const counted = await use(target, (database) => database.dataMarks([price]))
    expect(Object.keys(counted)).toEqual(['values public.product.price'])
    expect(await marks(target)).toEqual(counted)
    await byHand(target, 'delete from product where id = 2')
    expect(Object.values(await marks(target))).toEqual([expect.stringMatching(/^1:/)])
  })

  it.each([
    ['was inserted', 'insert into product values (3, 1)'],
    ['was written, though not changed', 'update product set price = price where id = 1'],
    ['came with a partition that is older', 'alter table product attach partition product_new for values from (100) to (200)'],
    [
      'came in another table by that name',
      'alter table product rename to before; create table product as table before; drop table before cascade',
    ],
  ])('are not given when a row %s since', async (_how, sql) => {
    const target = await cheapened()
    await byHand(target, sql)
    expect(await marks(target)).toEqual({})
  })

  it.each<[string, DataObject, string?]>([
    ['a whole table', { kind: 'table', name: 'public.product' }],
    ['a view', { kind: 'values', name: 'public.cheap.price' }],
    ['what is not there', { kind: 'values', name: 'public.none.price' }],
    ['an operation that never began', price, 'op2'],
  ])('are not given of %s', async (_what, object, operation) => {
    expect(await marks(await cheapened(), object, operation)).toEqual({})
  })

  it('are not given of a migration that is no transaction, nor where the log was restored', async () => {
    expect(await marks(await cheapened(`-- stagecoach: no-transaction\n${cheaper}`))).toEqual({})
    const target = await cheapened()
    await byHand(
      target,
      `alter table stagecoach.log disable trigger all; update stagecoach.log set fence = fence; alter table stagecoach.log enable trigger all`,
    )
    expect(await marks(target)).toEqual({})
  })

  it.runIf(name === 'postgres')(
    'are not given where a transaction was open beside the migration and committed later',
    async () => {
      let commit: () => Promise<void> = () => Promise.reject(new Error('It never began.'))
      const target = await cheapened(cheaper, async ({ url }) => {
        const session = await openPostgres(url, { showValues: true, settings: {} })
        await session.exec('begin; insert into product values (3, 1)')
        commit = () => session.exec('commit').finally(() => session.close())
      })
      expect(Object.values(await marks(target))).toEqual([expect.stringMatching(/^2:/)])
      await commit()
      expect(await marks(target)).toEqual({})
    },
  )

  it.runIf(name === 'postgres')('are not given of rows on another server, which carry no numbers', async () => {
    const target = await engine.target()
    await byHand(target, shop)
    const { port, username, pathname } = new URL(target.url)
    await byHand(
      target,
      `create extension postgres_fdw; create server self foreign data wrapper postgres_fdw options (host '127.0.0.1', port '${port}', dbname '${pathname.slice(1)}');
       create user mapping for current_user server self options (user '${username}', password_required 'false');
       create foreign table product_far partition of product for values from (100) to (200) server self options (table_name 'product_new')`,
    )
    await use(target, async (database) => {
      await database.prepare()
      await database.begin('op1', {}, 1)
      const text = 'update public.product_old set price = price - 5;'
      await database.apply((await analysedPackage(databases, 'discount', { '0001_cheaper.sql': text })).step('0001_cheaper'))
    })
    expect(await marks(target)).toEqual({})
    expect(Object.keys(await marks(target, { kind: 'values', name: 'public.product_old.price' }))).toHaveLength(1)
  })
})
