import { rename } from 'node:fs/promises'
import type { Target, TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import { analysedPackage, startEngine, type TestEngine, type TestPackage } from '../testing/test-engine.ts'

const [deploy, other, rollback] = ['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)]

describe.each(['postgres', 'embedded'] as const)('a snapshot on %s', (name) => {
  const databases = openDatabases({ attempts: 2, folderWait: 300 })
  const { take, restore, mend, drop } = databases.snapshots
  let engine: TestEngine
  let first: TestPackage
  let feature: TestPackage
  let target: Target

  beforeAll(async () => {
    engine = await startEngine(name)
    first = await analysedPackage(databases, 'product', {
      '0001_a.sql': 'create table product (id int); insert into product values (1);',
    })
    feature = await analysedPackage(databases, 'loyalty', { '0001_a.sql': 'drop table product; create table loyalty (id int);' })
  })
  afterAll(() => engine.stop())

  const use = async <T>(work: (database: TargetDatabase) => Promise<T>): Promise<T> => {
    const database = await databases.open(target)
    return work(database).finally(() => database.close())
  }
  const write = (sql: string): Promise<void> => engine.byHand(target, (session) => session.exec(sql))
  const rows = async (): Promise<string | undefined> => {
    const marks = await use((database) => database.dataMarks([{ kind: 'table', name: 'public.product' }]))
    return marks['table public.product']?.split(':')[0]
  }
  const kept = async (): Promise<string[]> => (await use((database) => database.snapshots())).map((each) => each.operation)
  const change = (operation: string, fence: number): Promise<void> =>
    use(async (database) => {
      await database.begin(operation, {}, fence)
      await database.apply(feature.step('0001_a', { operation, fence }))
    })

  beforeEach(async () => {
    target = await engine.target()
    await use(async (database) => {
      await database.prepare()
      await database.raiseFence(1, 'before')
      await database.begin('before', { 'table public.product': '1:7' }, 1)
      await database.apply(first.step('0001_a', { operation: 'before' }))
    })
  })

  it('brings back tables, rows, log and marks, and is gone', async () => {
    expect(await take(target, { operation: deploy, fence: 2 })).toBe('taken')
    expect(await kept()).toEqual([deploy])
    await change(deploy, 2)
    expect(await rows()).toBeUndefined()
    expect(await restore(target, deploy, { operation: rollback, fence: 3 })).toBe('restored')
    expect(await rows()).toBe('1')
    expect(await kept()).toEqual([])
    await use(async (database) => {
      expect((await database.log()).map((row) => row.package)).toEqual(['product'])
      expect(await database.begunMarks('before')).toEqual({ 'table public.product': '1:7' })
      expect([await database.begun(deploy), await database.begun(rollback)]).toEqual([false, true])
      await expect(database.raiseFence(2, deploy)).rejects.toMatchObject({ code: 'fenced' })
    })
  })

  it('is not brought back twice: what came after it stays', async () => {
    await take(target, { operation: deploy, fence: 2 })
    await change(deploy, 2)
    await restore(target, deploy, { operation: rollback, fence: 3 })
    await write('insert into product values (2)')
    expect(await restore(target, deploy, { operation: rollback, fence: 4 })).toBe('kept')
    expect(await rows()).toBe('2')
  })

  it('is taken anew while nothing has begun, and kept from then on', async () => {
    await take(target, { operation: deploy, fence: 2 })
    await write('insert into product values (2)')
    expect(await take(target, { operation: deploy, fence: 3 })).toBe('taken')
    await change(deploy, 3)
    expect(await take(target, { operation: deploy, fence: 4 })).toBe('kept')
    await restore(target, deploy, { operation: rollback, fence: 5 })
    expect(await rows()).toBe('2')
  })

  it('takes the place of the one before an earlier operation', async () => {
    await take(target, { operation: deploy, fence: 2 })
    await change(deploy, 2)
    await take(target, { operation: other, fence: 3 })
    expect(await kept()).toEqual([other])
    expect(await drop(target)).toEqual([other])
    expect(await kept()).toEqual([])
  })

  it('is none when changes have begun, and nothing else is brought back for it', async () => {
    await change(deploy, 2)
    expect(await take(target, { operation: deploy, fence: 3 })).toBe('late')
    await expect(restore(target, deploy, { operation: rollback, fence: 4 })).rejects.toMatchObject({ code: 'snapshot-missing' })
    expect(await kept()).toEqual([])
  })

  it('lets alone what a newer holder has taken over', async () => {
    await take(target, { operation: deploy, fence: 2 })
    await change(deploy, 9)
    await expect(take(target, { operation: other, fence: 8 })).rejects.toMatchObject({ code: 'fenced' })
    await expect(restore(target, deploy, { operation: rollback, fence: 8 })).rejects.toMatchObject({ code: 'fenced' })
    expect([await kept(), await rows()]).toEqual([[deploy], undefined])
  })

  if (name === 'embedded') {
    it('comes back when it was killed between two renames', async () => {
      await take(target, { operation: deploy, fence: 2 })
      await change(deploy, 2)
      await rename(target.url, `${target.url}.stagecoach-old`)
      await mend(target)
      expect(await rows()).toBeUndefined()
      expect(await restore(target, deploy, { operation: rollback, fence: 3 })).toBe('restored')
      expect(await rows()).toBe('1')
    })
    return
  }

  it('is taken and brought back while pools are connected, and lets them in again', async () => {
    const connect = () => openPostgres(target.url, { showValues: true, settings: {} })
    const pool = await connect()
    await take(target, { operation: deploy, fence: 2 })
    await expect(pool.query('select 1')).rejects.toThrow()
    const again = await connect()
    await change(deploy, 2)
    await restore(target, deploy, { operation: rollback, fence: 3 })
    await expect(again.query('select 1')).rejects.toThrow()
    const last = await connect()
    await last.query('select * from product')
    for (const session of [pool, again, last]) await session.close().catch(() => undefined)
  })

  it('is mended when a run was killed that had closed the database to everybody', async () => {
    await take(target, { operation: deploy, fence: 2 })
    const name = new URL(target.url).pathname.slice(1)
    const admin = await openPostgres(engine.server?.url() ?? '', { showValues: true, settings: {} })
    await admin.exec(`alter database ${name} allow_connections false`)
    await admin.close()
    await expect(rows()).rejects.toMatchObject({ code: 'database-unreachable' })
    await mend(target)
    expect(await rows()).toBe('1')
  })

  it('says what the role lacks, and leaves the database open to everybody', async () => {
    await write(
      `do $$ begin if not exists (select 1 from pg_roles where rolname = 'plain') then create role plain login password 'p'; end if; end $$`,
    )
    await write('grant usage on schema stagecoach to plain; grant select on all tables in schema stagecoach to plain')
    const url = new URL(target.url)
    url.username = 'plain'
    url.password = 'p'
    const asPlain = { ...target, url: url.href }
    await expect(take(asPlain, { operation: deploy, fence: 2 })).rejects.toMatchObject({
      code: expect.stringMatching(/snapshot-refused|database-unreachable/) as string,
    })
    expect(await rows()).toBe('1')
  })
})
