import type { Target } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import { integer, text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { eventually } from '../testing/eventually.ts'
import { startDeployer } from '../testing/start-deployer.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

const CONCURRENTLY = '-- stagecoach: no-transaction\ncreate index concurrently product_name on product (name);'

describe('on a real server', () => {
  const databases = openDatabases({ attempts: 3 })
  let engine: TestEngine
  let target: Target
  /** A session beside Stagecoach: a user of the database, or the eye of the test. */
  let other: Session
  beforeAll(async () => {
    engine = await startEngine('postgres')
  })
  afterAll(() => engine.stop())

  const fresh = async (): Promise<void> => {
    target = await engine.target()
    other = await openPostgres(target.url, { showValues: true, settings: {} })
    await other.exec('create table product (id int primary key, name text)')
  }
  const number = async (sql: string): Promise<number> => integer((await other.query(sql))[0], 'n')
  const applied = (): Promise<number> => number(`select count(*)::int as n from stagecoach.log where event = 'applied'`)
  const validIndexes = (): Promise<number> =>
    number(`select count(*)::int as n from pg_index where indexrelid = to_regclass('product_name') and indisvalid`)
  const indexes = (): Promise<number> => number(`select count(*)::int as n from pg_class where relname like 'product_name%'`)

  it('refuses a database in which names without a schema mean another one than public', async () => {
    await fresh()
    const name = decodeURIComponent(new URL(target.url).pathname.slice(1))
    await other.exec('create schema app')
    await other.exec(`alter database "${name}" set search_path = app, public`)
    await expect(databases.open(target)).rejects.toMatchObject({
      code: 'search-path',
      message: expect.stringContaining('means one in "app" (search_path is app, public)'),
      hint: expect.stringContaining(`in database "${name}" set search_path = public`),
    })
    await other.exec(`alter database "${name}" set search_path = public, app`)
    await (await databases.open(target)).close()
    await other.close()
  })

  it('describes an extension by its name, and leaves out what it made, whichever schema that is in', async () => {
    await fresh()
    await other.exec('create schema tools; create extension citext schema tools; create extension tablefunc')
    await other.exec('create table public.label (text tools.citext primary key)')
    const database = await databases.open(target)
    const { objects } = await database.catalog()
    expect(Object.keys(objects).filter((key) => !/ public\.(product|label)/.test(key))).toEqual([
      'extension citext',
      'extension tablefunc',
      'schema tools',
    ])
    expect(objects['column public.label.text']).toContain('tools.citext')
    await database.close()
    await other.close()
  })

  it('goes on after kill -9 in the middle of a transactional migration', async () => {
    await fresh()
    const texts = {
      '0001_a.sql': 'create table a (id int);',
      '0002_b.sql': `create table b (id int); select pg_sleep(0.01); insert into b select 1 from pg_sleep(60);`,
    }
    const task = { target, texts, migrations: ['0001_a', '0002_b'], fence: 1 }
    const deployer = startDeployer(task)
    await eventually(
      'it sleeps',
      async () => (await number(`select count(*)::int as n from pg_stat_activity where query like 'insert into b%'`)) > 0,
    )
    deployer.kill('SIGKILL')
    await deployer.ended
    expect(await applied()).toBe(1)

    const database = await databases.open(target)
    expect(await database.lock(20_000)).toBe('locked')
    const quick = { ...texts, '0002_b.sql': 'create table b (id int);' }
    const pkg = await analysedPackage(databases, 'killed', quick)
    await database.raiseFence(2, 'op1')
    await database.apply(pkg.step('0001_a', { fence: 2 }))
    await database.apply(pkg.step('0002_b', { fence: 2 }))
    expect((await database.log()).map((entry) => [entry.migration, entry.fence])).toEqual([
      ['0001_a', 1],
      ['0002_b', 2],
    ])
    await database.close()
    await other.close()
  })

  it('builds an index again that kill -9 left invalid', async () => {
    await fresh()
    await other.exec('begin')
    await other.exec(`insert into product values (1, 'x')`)
    const task = { target, texts: { '0001_i.sql': CONCURRENTLY }, migrations: ['0001_i'], fence: 1 }
    const deployer = startDeployer(task)
    const eye = await openPostgres(target.url, { showValues: true, settings: {} })
    const building = async (): Promise<number> =>
      integer(
        (
          await eye.query(
            `select count(*)::int as n from pg_stat_activity where query like 'create index conc%' and wait_event_type = 'Lock'`,
          )
        )[0],
        'n',
      )
    await eventually('it waits for our transaction', async () => (await building()) > 0)
    deployer.kill('SIGKILL')
    await deployer.ended
    await eventually('the server notices', async () => (await building()) === 0)
    await other.exec('commit')
    await eye.close()
    expect([await indexes(), await validIndexes(), await applied()]).toEqual([1, 0, 0])

    const database = await databases.open(target)
    expect(await database.leftovers()).toEqual([
      'Index public.product_name on product is invalid: it costs writes and serves no reads. Drop it and build it again.',
    ])
    const pkg = await analysedPackage(databases, 'killed', task.texts)
    expect(await database.apply(pkg.step('0001_i'))).toMatchObject({ statements: 1, resumed: true })
    expect([await indexes(), await validIndexes(), await applied()]).toEqual([1, 1, 1])
    expect(await database.leftovers()).toEqual([])
    await database.close()
    await other.close()
  })

  it('takes away the index whose building failed, so that a repaired version finds nothing in its way', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    await other.exec(`insert into product values (1, 'x'), (2, 'x')`)
    const build = '-- stagecoach: no-transaction\ncreate unique index concurrently product_name on product (name);'
    const failing = await analysedPackage(databases, 'unique', { '0001_i.sql': build })
    await expect(database.apply(failing.step('0001_i'))).rejects.toMatchObject({ details: { sqlstate: '23505' } })
    expect(await database.leftovers()).toEqual([])
    expect(await number('select count(*)::int as n from stagecoach.progress')).toBe(0)
    const repaired = await analysedPackage(databases, 'unique', {
      '0001_d.sql': 'delete from product where id = 2;',
      '0002_i.sql': build,
    })
    await database.apply(repaired.step('0001_d'))
    expect(await database.apply(repaired.step('0002_i'))).toMatchObject({ statements: 1, resumed: false })
    await database.close()
    await other.close()
  })

  it('leaves an invalid index alone that was there before', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    await other.exec(`insert into product values (1, 'x'), (2, 'x')`)
    await other.exec('create unique index concurrently product_name on product (name)').catch(() => undefined)
    const pkg = await analysedPackage(databases, 'second', { '0001_i.sql': CONCURRENTLY })
    await expect(database.apply(pkg.step('0001_i'))).rejects.toMatchObject({ details: { sqlstate: '42P07' } })
    expect(await database.leftovers()).toHaveLength(1)
    await database.close()
    await other.close()
  })

  it('builds no index where another one has its name, and says so each time', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    await other.exec('create index product_name on product (id)')
    const pkg = await analysedPackage(databases, 'taken', { '0001_i.sql': CONCURRENTLY })
    for (const attempt of [1, 2, 3]) {
      // The third finds a note that a killed run left.
      if (attempt === 3) await intent('taken', '0001_i', pkg.analysis.migrations[0]?.checksum ?? '')
      await expect(database.apply(pkg.step('0001_i'))).rejects.toMatchObject({ details: { sqlstate: '42P07' } })
      expect(await number('select count(*)::int as n from stagecoach.progress')).toBe(0)
    }
    expect(await applied()).toBe(0)
    await database.close()
    await other.close()
  })

  it('does not build a valid index again when only its note was lost', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    const pkg = await analysedPackage(databases, 'noted', { '0001_i.sql': CONCURRENTLY })
    await other.exec('create index product_name on product (name)')
    await intent('noted', '0001_i', pkg.analysis.migrations[0]?.checksum ?? '')
    const oid = await number(`select 'product_name'::regclass::oid::int as n`)
    expect(await database.apply(pkg.step('0001_i'))).toMatchObject({ resumed: true })
    expect(await number(`select 'product_name'::regclass::oid::int as n`)).toBe(oid)
    expect(await applied()).toBe(1)
    await database.close()
    await other.close()
  })

  const intent = async (pkg: string, migration: string, checksum: string): Promise<void> => {
    await other.query(
      `insert into stagecoach.progress (package, migration, checksum, direction, statement, state, operation, fence)
       values ($1, $2, $3, 'apply', 0, 'intent', 'op0', 1)`,
      [pkg, migration, checksum],
    )
  }

  it('stops and asks where the catalog does not tell, and goes on as its hint says', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    const pkg = await analysedPackage(databases, 'asked', {
      '0001_r.sql': '-- stagecoach: no-transaction\nreindex table concurrently product;',
    })
    await intent('asked', '0001_r', pkg.analysis.migrations[0]?.checksum ?? '')
    const error = await database.apply(pkg.step('0001_r')).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({
      code: 'statement-undecided',
      message: expect.stringContaining('0001_r.sql:2 (REINDEX)') as string,
    })
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : ''
    await other.exec(/update stagecoach\.progress .*? statement = 0/.exec(hint)?.[0] ?? 'no statement in the hint')
    expect(await database.apply(pkg.step('0001_r'))).toMatchObject({ resumed: true })
    expect(await applied()).toBe(1)
    await database.close()
    await other.close()
  })

  it('runs the statements of a file without transaction one by one, and resumes after the failed one', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    const head = '-- stagecoach: no-transaction\n'
    const text = `${head}insert into product values (1, 'a'); insert into product values (2, (select note from hint)); insert into product values (3, 'c');`
    const pkg = await analysedPackage(databases, 'steps', { '0001_s.sql': text })
    await expect(database.apply(pkg.step('0001_s'))).rejects.toMatchObject({ code: 'migration-failed' })
    expect(await number('select count(*)::int as n from product')).toBe(1)
    expect(await database.unfinished(['op1'])).toEqual(['steps/0001_s'])
    expect(await database.unfinished(['op2'])).toEqual([])
    const edited = await analysedPackage(databases, 'steps', { '0001_s.sql': `${head}insert into product values (9, 'z');` })
    await expect(database.apply(edited.step('0001_s'))).rejects.toMatchObject({ code: 'migration-changed' })
    await other.exec(`create table hint as select 'b'::text as note`)
    expect(await database.apply(pkg.step('0001_s'))).toMatchObject({ statements: 3, resumed: true })
    expect(await number('select count(*)::int as n from product')).toBe(3)
    expect(await database.unfinished(['op1'])).toEqual([])
    await database.close()
    await other.close()
  })

  it('goes on behind what ran when the rest of the file was repaired, and else gives the SQL to begin anew', async () => {
    await fresh()
    const database = await databases.open(target)
    await database.prepare()
    const file = (...values: string[]): string =>
      `-- stagecoach: no-transaction\n${values.map((each) => `insert into product values (${each});`).join('\n')}`
    const version = (...values: string[]) => analysedPackage(databases, 'steps', { '0001_s.sql': file(...values) })
    const failing = await version(`1, 'a'`, `2, (select note from nowhere)`)
    await expect(database.apply(failing.step('0001_s'))).rejects.toMatchObject({ code: 'migration-failed' })
    const different = await version(`8, 'z'`, `2, 'b'`)
    const refused = await database.apply(different.step('0001_s', { operation: 'op2' })).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(refused).toMatchObject({ code: 'migration-changed', message: expect.stringContaining('statement 1 of it') as string })
    expect(await number('select count(*)::int as n from product')).toBe(1)
    const repaired = await version(`1, 'a'`, `2, 'b'`, `3, 'c'`)
    expect(await database.apply(repaired.step('0001_s', { operation: 'op3' }))).toMatchObject({ statements: 3, resumed: true })
    expect(await number('select count(*)::int as n from product')).toBe(3)
    const again = await analysedPackage(databases, 'again', { '0001_s.sql': file(`4, 'd'`, `5, (select note from nowhere)`) })
    await expect(database.apply(again.step('0001_s'))).rejects.toMatchObject({ code: 'migration-failed' })
    const rewritten = await analysedPackage(databases, 'again', { '0001_s.sql': file(`9, 'e'`) })
    const hint = await database.apply(rewritten.step('0001_s')).catch((reason: unknown) => (reason as { hint?: string }).hint)
    expect(hint).toContain('take back')
    await other.exec('delete from product where id = 4')
    await other.exec(/delete from stagecoach.*?(?=;)/.exec(String(hint))?.[0] ?? 'no statement in the hint')
    expect(await database.apply(rewritten.step('0001_s'))).toMatchObject({ statements: 1, resumed: false })
    await database.close()
    await other.close()
  })

  it('refuses the older holder inside its transaction: what it was building is not recorded', async () => {
    await fresh()
    const older = await databases.open(target)
    await older.prepare()
    await older.raiseFence(1, 'op1')
    await other.exec('begin')
    await other.exec(`insert into product values (1, 'x')`)
    const pkg = await analysedPackage(databases, 'older', {
      '0001_i.sql': CONCURRENTLY,
      '0002_t.sql': 'create table late (id int);',
    })
    const running = older.apply(pkg.step('0001_i')).catch((reason: unknown) => reason)
    const newer = await databases.open(target)
    // A transaction sees pg_stat_activity as it was when it first looked.
    const eye = await openPostgres(target.url, { showValues: true, settings: {} })
    await eventually('the build waits', async () => {
      const rows = await eye.query(
        `select 1 from pg_stat_activity where query like 'create index conc%' and wait_event_type = 'Lock'`,
      )
      return rows.length > 0
    })
    await eye.close()
    await newer.raiseFence(2, 'op2')
    await other.exec('commit')
    expect(await running).toMatchObject({ code: 'fenced' })
    await expect(older.apply(pkg.step('0002_t'))).rejects.toMatchObject({ code: 'fenced' })
    expect(await applied()).toBe(0)
    expect(await number(`select count(*)::int as n from pg_class where relname = 'late'`)).toBe(0)
    await older.close()
    await newer.close()
    await other.close()
  })

  it('locks by polling in autocommit, so that an index can be built meanwhile, and frees the lock of a killed holder', async () => {
    await fresh()
    const texts = { '0001_a.sql': 'select 1' }
    const deployer = startDeployer({ target, texts, migrations: ['0001_a'], fence: 1, stay: true })
    await deployer.line('applied 0001_a')
    const second = await databases.open(target)
    expect(await second.lock(0)).toBe('busy')
    const waiting = second.lock(30_000)
    const polls = `select state::text as state from pg_stat_activity where query like '%pg_try_advisory%' and pid <> pg_backend_pid()`
    await eventually('it polls', async () => (await other.query(polls)).length > 0)
    await other.exec('create index concurrently i on product (name)')
    const states = (await other.query(polls)).map((row) => text(row, 'state'))
    expect(states).not.toContain('idle in transaction')
    deployer.kill('SIGKILL')
    expect(await waiting).toBe('locked')
    expect(await second.lock(0)).toBe('locked')
    await second.close()
    const third = await databases.open(target)
    expect(await third.lock(0)).toBe('locked')
    await third.close()
    await other.close()
  })

  it('tries again when a lock is not to be had, a bounded number of times', async () => {
    await fresh()
    const pauses: number[] = []
    let release = async (): Promise<void> => {}
    const patient = openDatabases({
      attempts: 3,
      lockTimeout: 60,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds)
        await release()
      },
    })
    const database = await patient.open(target)
    await database.prepare()
    const pkg = await analysedPackage(databases, 'patient', {
      '0001_a.sql': 'create table a (id int); alter table product add note text;',
    })
    await other.exec('begin')
    await other.exec('lock table product in access share mode')
    await expect(database.apply(pkg.step('0001_a'))).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('[55P03]') as string,
      hint: expect.stringContaining('holds a lock') as string,
    })
    expect(pauses).toEqual([500, 1000])
    expect(await number(`select count(*)::int as n from pg_class where relname = 'a'`)).toBe(0)

    release = () => other.exec('commit')
    const lines: string[] = []
    await database.apply(pkg.step('0001_a', { progress: (line) => lines.push(line) }))
    expect(lines).toEqual(['waiting for a lock: attempt 1 of 3, next in 0.5 s'])
    expect(await applied()).toBe(1)
    await database.close()
    await other.close()
  })

  it('says what a role without rights lacks, and when the server went away', async () => {
    await fresh()
    await other.exec(`create role reader login password 'reader'`)
    const url = new URL(target.url)
    url.username = url.password = 'reader'
    const poor = await databases.open({ ...target, url: url.href })
    await expect(poor.prepare()).rejects.toMatchObject({
      code: 'database-failed',
      message: expect.stringContaining('[42501]') as string,
    })
    await other.exec(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'reader'`)
    await expect(poor.log()).rejects.toMatchObject({ code: 'database-unreachable' })
    await poor.close()
    await other.close()
  })

  it('prints no password when it cannot connect', async () => {
    const server = new URL((await engine.target()).url)
    server.password = 'hunter2-secret'
    const wrong = server.href
    server.port = '1'
    for (const url of [
      wrong,
      server.href,
      'postgres://u:hunter2-secret@no.such.host.invalid/x',
      'hunter2-secret',
      'mysql://u:hunter2-secret@h/x',
    ]) {
      const error: unknown = await databases
        .open({ name: 'main', environment: 'qa', engine: 'postgres', url })
        .catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: expect.stringMatching(/^database-(unreachable|url-invalid)$/) as string })
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter2')
      expect(String(error instanceof Error ? error.cause : '')).not.toContain('hunter2')
    }
  })
})
