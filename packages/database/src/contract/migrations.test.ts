import { catalogDelta, type TargetDatabase } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

describe.each(['postgres', 'embedded'] as const)('migrations on %s', (name) => {
  const databases = openDatabases({ attempts: 3 })
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  const prepared = async (): Promise<TargetDatabase> => {
    const database = await databases.open(await engine.target())
    await database.prepare()
    await database.raiseFence(1, 'op1')
    return database
  }

  it('applies a migration once, logs it, and undoes it exactly', async () => {
    const loyalty = await analysedPackage(databases, 'loyalty', {
      '0001_table.sql':
        'create table loyalty (id bigint primary key, points int not null default 0);\ncreate index loyalty_points on loyalty (points);',
      '0001_table.undo.sql': 'drop table loyalty;',
    })
    const database = await databases.open(await engine.target())
    expect(await database.log()).toEqual([])
    expect(await database.recorded()).toBeUndefined()
    await database.prepare()
    await database.raiseFence(1, 'op1')
    const before = await database.catalog()

    const first = await database.apply(loyalty.step('0001_table'))
    expect(first).toMatchObject({ package: 'loyalty', migration: '0001_table', statements: 2, resumed: false })
    const delta = catalogDelta(before, await database.catalog())
    expect(Object.keys(delta)).toEqual([
      'column public.loyalty.id',
      'column public.loyalty.points',
      'constraint public.loyalty.loyalty_pkey',
      'index public.loyalty_pkey',
      'index public.loyalty_points',
      'table public.loyalty',
    ])
    expect(await database.apply(loyalty.step('0001_table'))).toMatchObject({ statements: 0, resumed: true })
    const [entry, ...others] = await database.log()
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      event: 'applied',
      package: 'loyalty',
      version: '1.0.0',
      migration: '0001_table',
      operation: 'op1',
      fence: 1,
    })
    expect(entry).toMatchObject({ digest: loyalty.pkg.ref.digest, checksum: loyalty.analysis.migrations[0]?.checksum })
    expect(Date.parse(entry?.at ?? '')).not.toBeNaN()

    await database.undo(loyalty.step('0001_table'))
    await database.undo(loyalty.step('0001_table'))
    expect(catalogDelta(before, await database.catalog())).toEqual({})
    expect((await database.log()).map((each) => each.event)).toEqual(['applied', 'undone'])
    await database.apply(loyalty.step('0001_table'))
    expect((await database.log()).map((each) => each.event)).toEqual(['applied', 'undone', 'applied'])
    await database.close()
  })

  it('reads a log of many rows in the order in which they were written', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 13 }, (_, i) => [`${String(i + 1).padStart(4, '0')}_a.sql`, 'select 1;']),
    )
    const many = await analysedPackage(databases, 'many', files)
    const database = await prepared()
    for (const { id } of many.pkg.manifest.migrations) await database.apply(many.step(id))
    await database.leaveBehind(many.step('0002_a'))
    const log = await database.log()
    expect(log.map((each) => each.migration)).toEqual([...many.pkg.manifest.migrations.map((each) => each.id), '0002_a'])
    expect(log.map((each) => each.seq)).toEqual(log.map((each) => each.seq).toSorted((a, b) => a - b))
    await database.close()
  })

  const reaching: [how: string, sql: string][] = [
    ['a forged log row', `insert into stagecoach.log (event, package, version, digest, migration, checksum, normalised, operation, fence)
      values ('applied', 'ghost', '1', 'd', '0001_g', 'c', 'n', 'o', 1)`],
    ['a fencing number', 'update stagecoach.fence set fence = 999'],
  ] // prettier-ignore
  it.each(reaching)('rolls back code that writes %s', async (_how, sql) => {
    const files = { '0001_a.sql': `create table a (id int);\ndo $$ begin ${sql}; end $$;` }
    const sly = await analysedPackage(databases, 'sly', files)
    const database = await prepared()
    const before = await database.catalog()
    await expect(database.apply(sly.step('0001_a'))).rejects.toMatchObject({ code: 'migration-failed' })
    expect(catalogDelta(before, await database.catalog())).toEqual({})
    expect(await database.log()).toEqual([])
    const honest = await analysedPackage(databases, 'honest', {
      '0001_a.sql': `set local timezone to 'Asia/Tokyo'; set local search_path to pg_catalog;\ndo $$ begin perform 1; end $$; create table public.b (id int);`,
    })
    await database.apply(honest.step('0001_a'))
    expect((await database.log()).map((each) => each.package)).toEqual(['honest'])
    await database.close()
  })

  it('shows an undo script that leaves something behind', async () => {
    const sloppy = await analysedPackage(databases, 'sloppy', {
      '0001_a.sql': "create table a (id int); create type mood as enum ('x');",
      '0001_a.undo.sql': 'drop table a;',
    })
    const database = await prepared()
    const before = await database.catalog()
    await database.apply(sloppy.step('0001_a'))
    await database.undo(sloppy.step('0001_a'))
    expect(Object.keys(catalogDelta(before, await database.catalog()))).toEqual(['type public.mood'])
    await database.close()
  })

  it('rolls the whole file back when a statement fails, and says where', async () => {
    const broken = await analysedPackage(databases, 'broken', {
      '0001_a.sql': 'create table a (id int);\n\ninsert into\n  nowhere values (1);',
    })
    const database = await prepared()
    await expect(database.apply(broken.step('0001_a'))).rejects.toMatchObject({
      code: 'migration-failed',
      message: 'Migration broken/0001_a failed at 0001_a.sql:4 (INSERT): relation "nowhere" does not exist [42P01]',
    })
    expect(Object.keys((await database.catalog()).objects)).not.toContain('table public.a')
    expect(await database.log()).toEqual([])
    await database.close()
  })

  it('prints no value of a row, no configuration and no password in an error', async () => {
    const leaky = await analysedPackage(databases, 'leaky', {
      '0001_a.sql': 'create table person (email text unique);',
      '0002_b.sql': `insert into person values ('ada@secret.example'), ('ada@secret.example');`,
      '0003_c.sql': `insert into person select ('ada@secret.example')::int;`,
      '0004_d.sql': `do $$ begin raise exception 'key %', current_setting('stagecoach.api_key'); end $$;`,
      '0005_e.sql': `alter table person add constraint c check (email is null) ; insert into person values ('ada@secret.example');`,
    })
    const database = await prepared()
    await database.apply(leaky.step('0001_a'))
    for (const migration of ['0002_b', '0003_c', '0004_d', '0005_e']) {
      const config = { API_KEY: 'tops3cret' }
      const error: unknown = await database.apply(leaky.step(migration, { config })).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'migration-failed' })
      const printed = everything(error)
      expect(printed).not.toContain('ada@secret.example')
      expect(printed).not.toContain('tops3cret')
    }
    await database.close()
  })

  it('gives declared configuration to the SQL, and to nothing after it', async () => {
    const uses = await analysedPackage(databases, 'uses', {
      '0001_a.sql': `create table a as select current_setting('stagecoach.price_url') as url;`,
      '0002_b.sql': `create table b as select coalesce(current_setting('stagecoach.price_url', true), '') as url;`,
    })
    const database = await prepared()
    const url = `https://x.example/'); drop table a; --`
    await database.apply(uses.step('0001_a', { config: { PRICE_URL: url } }))
    await database.apply(uses.step('0002_b'))
    expect(await database.check(`select url = 'https://x.example/''); drop table a; --' from a`, 1000)).toEqual({
      passed: true,
      detail: 'true',
    })
    expect(await database.check(`select url = '' from b`, 1000)).toEqual({ passed: true, detail: 'true' })
    await expect(database.apply({ ...uses.step('0002_b'), migration: '0001_a', config: { 'a-b': 'x' } })).resolves.toMatchObject({
      statements: 0,
    })
    await database.close()
  })

  it('lets no setting, role or temporary table of a migration reach the next', async () => {
    const leaks = await analysedPackage(databases, 'leaks', {
      '0001_a.sql': `create schema shop; set search_path to shop; set statement_timeout = '7s'; create temp table note (a int);`,
      '0002_b.sql': `create table t as select current_setting('statement_timeout') as timeout, to_regclass('note') as note;`,
    })
    const database = await prepared()
    await database.apply(leaks.step('0001_a'))
    await database.apply(leaks.step('0002_b'))
    const sql = `select timeout = '0' and note is null from public.t`
    expect(await database.check(sql, 1000)).toEqual({ passed: true, detail: 'true' })
    await database.close()
  })

  it('logs even when the migration gave its rights away, and never twice', async () => {
    const role = await analysedPackage(databases, 'role', { '0001_a.sql': `set role pg_monitor;` })
    const database = await prepared()
    await database.apply(role.step('0001_a'))
    expect((await database.log()).length).toBe(1)
    await database.close()
  })

  it('carries a SET from statement to statement of a file without transaction, also when it is resumed', async () => {
    const database = await prepared()
    const head = '-- stagecoach: no-transaction\n'
    const pkg = await analysedPackage(databases, 'set', {
      '0001_a.sql': 'create schema shop; create table shop.t (id int unique);',
      '0002_b.sql': `${head}set search_path to shop; insert into t values (1); insert into t select count(*) from public.later;`,
      '0003_c.sql': 'create table public.later (id int);',
    })
    await database.apply(pkg.step('0001_a'))
    await expect(database.apply(pkg.step('0002_b'))).rejects.toMatchObject({ code: 'migration-failed' })
    await database.apply(pkg.step('0003_c'))
    expect(await database.apply(pkg.step('0002_b'))).toMatchObject({ resumed: true, statements: 3 })
    expect(await database.check('select count(*) = 2 from shop.t', 1000)).toMatchObject({ passed: true })
    await database.close()
  })

  it('takes an edited comment for the same migration, and edited SQL not', async () => {
    const database = await prepared()
    const first = await analysedPackage(databases, 'edited', { '0001_a.sql': 'create table a (id int);' })
    const comment = await analysedPackage(databases, 'edited', { '0001_a.sql': '-- hello\ncreate table a (id int);' })
    const other = await analysedPackage(databases, 'edited', { '0001_a.sql': 'create table a (id bigint);' })
    await database.apply(first.step('0001_a'))
    expect(await database.apply(comment.step('0001_a'))).toMatchObject({ statements: 0, resumed: true })
    await expect(database.apply(other.step('0001_a'))).rejects.toMatchObject({ code: 'migration-changed' })
    await expect(database.apply({ ...other.step('0001_a'), analysis: first.analysis })).rejects.toMatchObject({
      code: 'analysis-stale',
    })
    await expect(database.undo(first.step('0001_a'))).rejects.toMatchObject({ code: 'undo-missing' })
    await database.close()
  })

  it('notes structures left behind once, and does not make them again when the package comes back', async () => {
    const database = await prepared()
    const pkg = await analysedPackage(databases, 'back', { '0001_a.sql': 'create table a (id int);' })
    await database.apply(pkg.step('0001_a'))
    await database.leaveBehind(pkg.step('0001_a'))
    await database.leaveBehind(pkg.step('0001_a'))
    expect((await database.log()).map((entry) => entry.event)).toEqual(['applied', 'left-behind'])
    expect(await database.apply(pkg.step('0001_a'))).toMatchObject({ statements: 0 })
    await database.close()
  })

  it('notes once what ran before the log was lost, and does not run it again', async () => {
    const database = await prepared()
    const pkg = await analysedPackage(databases, 'ran', { '0001_a.sql': 'create table a (id int);' })
    await database.noteApplied(pkg.step('0001_a'))
    await database.noteApplied(pkg.step('0001_a'))
    expect(await database.apply(pkg.step('0001_a'))).toMatchObject({ statements: 0, resumed: true })
    expect((await database.log()).map((entry) => entry.event)).toEqual(['applied'])
    await database.close()
  })

  it('refuses an older holder of the lease, also for undo, objects and the recorded state', async () => {
    const database = await prepared()
    const pkg = await analysedPackage(databases, 'late', {
      '0001_a.sql': 'create table a (id int);',
      '0001_a.undo.sql': 'drop table a',
    })
    await database.apply(pkg.step('0001_a'))
    await database.raiseFence(5, 'op5')
    const late = { fence: 4, operation: 'op4', config: {} }
    const fenced = { code: 'fenced' }
    await expect(database.raiseFence(4, 'op4')).rejects.toMatchObject(fenced)
    await expect(database.undo(pkg.step('0001_a', late))).rejects.toMatchObject(fenced)
    await expect(database.leaveBehind(pkg.step('0001_a', late))).rejects.toMatchObject(fenced)
    await expect(database.noteApplied(pkg.step('0001_a', late))).rejects.toMatchObject(fenced)
    await expect(database.applyObjects([], late)).rejects.toMatchObject(fenced)
    await expect(database.begin('op4', {}, 4)).rejects.toMatchObject(fenced)
    const state = { operation: 'op4', ledgerTip: 'x', fingerprint: 'y', catalog: await database.catalog(), marks: {} }
    await expect(database.record(state, 4)).rejects.toMatchObject(fenced)
    expect((await database.log()).map((entry) => entry.event)).toEqual(['applied'])
    await database.close()
  })

  it('keeps what an operation began and recorded, and only the newest catalog', async () => {
    const target = await engine.target()
    const database = await databases.open(target)
    await database.prepare()
    await database.raiseFence(1, 'op1')
    expect(await database.begun('op1')).toBe(false)
    await database.begin('op1', { 'table public.a': '1:2' }, 1)
    await database.begin('op1', {}, 1)
    await database.begin('op1', { 'table public.a': '9:9', 'table public.b': '0:0' }, 1)
    expect([await database.begun('op1'), await database.changing('op1')]).toEqual([true, true])
    expect(await database.begunMarks('op1')).toEqual({ 'table public.a': '1:2', 'table public.b': '0:0' })
    const catalog = await database.catalog()
    const state = { operation: 'op1', ledgerTip: 'a'.repeat(40), fingerprint: 'f', catalog, marks: { 'table public.a': '1:2' } }
    await database.record({ ...state, operation: 'op0' }, 1)
    await database.record(state, 1)
    await database.record(state, 1)
    expect(await database.recorded()).toEqual(state)
    // What it left is recorded: only a new attempt of it may change that.
    expect(await database.changing('op1')).toBe(false)
    await database.close()
    await engine.byHand(target, async (session) => {
      expect(await session.query('select operation, catalog is null as bare from stagecoach.recorded order by seq')).toEqual([
        { operation: 'op0', bare: true },
        { operation: 'op1', bare: false },
      ])
    })
  })

  it('keeps its log append-only, and refuses to write into a newer format', async () => {
    const target = await engine.target()
    const database = await databases.open(target)
    await database.prepare()
    await database.prepare()
    await database.raiseFence(1, 'op1')
    const pkg = await analysedPackage(databases, 'log', { '0001_a.sql': 'create table a (id int);' })
    await database.apply(pkg.step('0001_a'))
    await database.close()
    await engine.byHand(target, async (session) => {
      await expect(session.exec(`update stagecoach.log set package = 'x'`)).rejects.toThrow('append-only')
      await expect(session.exec('delete from stagecoach.log')).rejects.toThrow('append-only')
      await expect(session.exec('truncate stagecoach.log')).rejects.toThrow('append-only')
      await session.exec('insert into stagecoach.format (version) values (99)')
    })
    const again = await databases.open(target)
    await expect(again.prepare()).rejects.toMatchObject({ code: 'log-format-newer' })
    expect((await again.log()).length).toBe(1)
    await again.close()
  })
})

/** All that could be printed of an error: message, hint, cause, every property, stack. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error)
  const own = Object.getOwnPropertyNames(error).map((key) => String(Reflect.get(error, key)))
  return [...own, error.cause === undefined ? '' : everything(error.cause)].join('\n')
}
