import { cp, readdir, rename } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { StagecoachError, type ProvisionOrigin, type Target } from '@stagecoach/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import type { Session } from '../engine/session.ts'
import { quoteName } from '../sql/quote.ts'
import { analysedPackage, startEngine, type TestEngine, type TestPackage } from '../testing/test-engine.ts'

const op = 'a'.repeat(16)
const mayGo = (): void => undefined

describe.each(['postgres', 'embedded'] as const)('a database made anew on %s', (name) => {
  const databases = openDatabases({ attempts: 2, folderWait: 300 })
  let engine: TestEngine
  let template: string
  let product: TestPackage
  let feature: TestPackage
  let target: Target
  let origin: ProvisionOrigin

  beforeAll(async () => {
    engine = await startEngine(name)
    product = await analysedPackage(databases, 'product', {
      '0001_a.sql': 'create table product (id int); insert into product values (1);',
    })
    feature = await analysedPackage(databases, 'loyalty', { '0001_a.sql': 'create table loyalty (id int);' })
    // Copied from production with everything that Stagecoach keeps there, a high fence included.
    const made = await engine.target()
    const database = await databases.open(made)
    await database.prepare()
    await database.raiseFence(90, 'ofproduction')
    await database.begin('ofproduction', {}, 90)
    await database.apply(product.step('0001_a', { fence: 90 }))
    const catalog = await database.catalog()
    await database.record({ operation: 'ofproduction', ledgerTip: '', fingerprint: '', catalog, marks: {} }, 90)
    await database.close()
    template = engine.server === undefined ? made.url : nameOf(made.url)
  })
  afterAll(() => engine.stop())

  beforeEach(async () => {
    target = await engine.target()
    origin = { ...target, template }
    const database = await databases.open(target)
    await database.prepare()
    await database.raiseFence(3, 'before')
    await database.apply(feature.step('0001_a', { fence: 3 }))
    await database.close()
  })

  const look = async (): Promise<{ log: string[]; tables: string[]; recorded: boolean }> => {
    const database = await databases.open(target)
    const log = (await database.log()).map((row) => row.package)
    const tables = Object.keys((await database.catalog()).objects).filter((key) => key.startsWith('table '))
    const recorded = (await database.recorded()) !== undefined
    await database.close()
    return { log, tables, recorded }
  }

  const expectFresh = async (): Promise<void> =>
    expect(await look()).toEqual({ log: ['product'], tables: ['table public.product'], recorded: false })

  it('is its template with the template’s log, under its own fence, with no row or log entry of before', async () => {
    expect(await databases.provision(origin, { operation: op, fence: 4 }, mayGo)).toBe('provisioned')
    await expectFresh()
    const database = await databases.open(target)
    expect(await database.begun(op)).toBe(true)
    expect(await database.begun('ofproduction')).toBe(false)
    await database.raiseFence(4, op)
    await expect(database.raiseFence(3, 'before')).rejects.toMatchObject({ code: 'fenced' })
    await database.close()
  })

  it('is kept when the same operation asks again, with what was deployed into it since', async () => {
    await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    const database = await databases.open(target)
    await database.apply(feature.step('0001_a', { fence: 4 }))
    await database.close()
    expect(await databases.provision(origin, { operation: op, fence: 5 }, mayGo)).toBe('kept')
    expect((await look()).log).toEqual(['product', 'loyalty'])
    expect(await databases.provision(origin, { operation: 'b'.repeat(16), fence: 6 }, mayGo)).toBe('provisioned')
    await expectFresh()
  })

  it('is let alone by a holder that slept while another took over', async () => {
    await databases.provision(origin, { operation: op, fence: 9 }, mayGo)
    const late = databases.provision(origin, { operation: 'b'.repeat(16), fence: 8 }, mayGo)
    await expect(late).rejects.toMatchObject({ code: 'fenced' })
    const database = await databases.open(target)
    await expect(database.settle(op, 8)).rejects.toMatchObject({ code: 'fenced' })
    await database.close()
    await expectFresh()
  })

  it('leaves the one that was there when the template cannot be copied', async () => {
    const missing = { ...origin, template: `${template}-missing` }
    await expect(databases.provision(missing, { operation: op, fence: 4 }, mayGo)).rejects.toMatchObject({
      code: 'provision-refused',
    })
    expect((await look()).log).toEqual(['loyalty'])
  })

  it('is let alone when it says that it belongs to another environment', async () => {
    const database = await databases.open(target)
    const catalog = await database.catalog()
    await database.record({ operation: 'ofproduction', ledgerTip: '', fingerprint: '', catalog, marks: {} }, 3)
    await database.close()
    const refuse = (operation: string): void => {
      if (operation === 'ofproduction') throw new StagecoachError('database-of-another', 'It is production.')
    }
    const asked = databases.provision(origin, { operation: op, fence: 4 }, refuse)
    await expect(asked).rejects.toMatchObject({ code: 'database-of-another' })
    expect((await look()).log).toEqual(['loyalty'])
  })

  it('is not its own template', async () => {
    const own = { ...origin, template: engine.server === undefined ? `${target.url}/` : nameOf(target.url) }
    await expect(databases.provision(own, { operation: op, fence: 4 }, mayGo)).rejects.toMatchObject({
      code: 'provision-refused',
    })
  })

  it('leaves nothing beside it', async () => {
    await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    if (engine.server === undefined) {
      const beside = (await readdir(dirname(target.url))).filter((each) => each.startsWith(basename(target.url)))
      expect(beside.filter((each) => each.includes('stagecoach'))).toEqual([])
    } else {
      const left = await onServer((session) =>
        session.query(`select 1 from pg_database where datname like 'stagecoach\\_reset%'`),
      )
      expect(left).toEqual([])
    }
  })

  const onServer = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await openPostgres(engine.server?.url() ?? '', { showValues: true, settings: {} })
    return work(session).finally(() => session.close())
  }

  if (name === 'embedded') {
    it('begins with the folder that was there when it was killed between two renames', async () => {
      await cp(template, `${target.url}.stagecoach-new`, { recursive: true })
      await rename(target.url, `${target.url}.stagecoach-old`)
      await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
      await expectFresh()
    })
    return
  }

  it('keeps owner, rights, settings, limit and comment of the one that went', async () => {
    const database = nameOf(target.url)
    await onServer(async (session) => {
      for (const role of ['shop_owner', 'shop_app']) await session.exec(`drop role if exists ${role}`)
      await session.exec('create role shop_owner')
      await session.exec('create role shop_app')
      await session.exec(`alter database ${database} owner to shop_owner`)
      await session.exec(`revoke all on database ${database} from public`)
      await session.exec(`grant connect on database ${database} to shop_app with grant option`)
      await session.exec(`alter database ${database} connection limit 17`)
      await session.exec(`alter database ${database} set search_path = "$user", app`)
      await session.exec(`alter role shop_app in database ${database} set application_name = 'it''s the \\ shop'`)
      await session.exec(`comment on database ${database} is 'Ask dora''s team'`)
    })
    const traits = (): Promise<unknown> =>
      onServer((session) =>
        session.query(
          `select pg_get_userbyid(datdba)::text as owner, datacl::text, datconnlimit, shobj_description(oid, 'pg_database') as comment,
             (select array_agg(setconfig::text order by setrole) from pg_db_role_setting where setdatabase = d.oid)::text as settings
           from pg_database d where datname = $1`,
          [database],
        ),
      )
    const before = await traits()
    await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    expect(await traits()).toEqual(before)
    expect(JSON.stringify(before)).toContain('shop_owner')
  })

  it('takes the place of one that people and pools are connected to', async () => {
    const pool = await openPostgres(target.url, { showValues: true, settings: {} })
    await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    await expect(pool.query('select 1')).rejects.toThrow()
    await pool.close().catch(() => undefined)
    await expectFresh()
  })

  it('needs no superuser: an owner who may create databases and end sessions will do', async () => {
    const database = nameOf(target.url)
    const { password } = new URL(target.url)
    await onServer(async (session) => {
      for (const role of ['shop_int', 'shop_web']) await session.exec(`drop role if exists ${role}`)
      await session.exec(`create role shop_int login createdb password '${password}' in role pg_signal_backend`)
      await session.exec(`create role shop_web login password '${password}'`)
      await session.exec(`alter database ${database} owner to shop_int`)
    })
    // What people ran on it as superuser is theirs, and goes with it.
    const [own, web] = ['shop_int', 'shop_web'].map((user) => Object.assign(new URL(target.url), { username: user }).href)
    const old = await openPostgres(target.url, { showValues: true, settings: {} })
    await old.exec('drop schema stagecoach cascade')
    await old.close()
    const page = await openPostgres(web ?? '', { showValues: true, settings: {} })
    const plain = await engine.target()
    const bare = { ...origin, url: own ?? '', template: nameOf(plain.url) }
    await onServer((session) => session.exec(`alter database ${nameOf(plain.url)} owner to shop_int`))
    expect(await databases.provision(bare, { operation: op, fence: 4 }, mayGo)).toBe('provisioned')
    await page.close().catch(() => undefined)
    const owner = await onServer((session) =>
      session.query(`select pg_get_userbyid(datdba)::text as owner from pg_database where datname = $1`, [database]),
    )
    expect(owner).toEqual([{ owner: 'shop_int' }])
  })

  it('keeps the settings of one with an odd name whose search path is empty or has odd names', async () => {
    const odd = `Shop-${String(Date.now())} "x"`
    await onServer((session) => session.exec(`alter database ${nameOf(target.url)} rename to ${quoteName(odd)}`))
    const url = Object.assign(new URL(target.url), { pathname: `/${encodeURIComponent(odd)}` }).href
    const settings = (): Promise<unknown> =>
      onServer((session) =>
        session.query(
          'select setconfig::text from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where datname = $1',
          [odd],
        ),
      )
    for (const [index, path] of [`''`, `"$user", public, "Odd, ""Name"""`].entries()) {
      await onServer((session) => session.exec(`alter database ${quoteName(odd)} set search_path = ${path}`))
      const before = await settings()
      const holder = { operation: String(index).repeat(16), fence: 4 + index }
      expect(await databases.provision({ ...origin, url }, holder, mayGo)).toBe('provisioned')
      expect(await settings()).toEqual(before)
    }
  })

  it.each([
    ['alter database $d owner to "Shop-Other"', 'its owner "Shop-Other"', 'grant "Shop-Other" to "Shop-Own"'],
    [
      'alter database $d set log_min_duration_statement = 1000',
      'its setting "log_min_duration_statement"',
      'grant set on parameter',
    ],
    [
      `alter role "Shop-Other" in database $d set work_mem = '8MB'`,
      'its setting "work_mem" for the role "Shop-Other"',
      'alter role "Shop-Other" in database',
    ],
  ])('names what a role may not give to the new one, and a way: %s', async (sql, what, way) => {
    const database = nameOf(target.url)
    const { password } = new URL(target.url)
    await onServer(async (session) => {
      for (const role of ['Shop-Own', 'Shop-Other'])
        await session.exec(
          `do $$ begin create role "${role}" login createdb password '${password}' in role pg_signal_backend; exception when duplicate_object then null; end $$`,
        )
      await session.exec(`alter database ${database} owner to "Shop-Own"`)
      await session.exec(sql.replace('$d', database))
    })
    const plain = await engine.target()
    const inside = await openPostgres(target.url, { showValues: true, settings: {} })
    await inside.exec('drop schema stagecoach cascade')
    await inside.close()
    await onServer((session) => session.exec(`alter database ${nameOf(plain.url)} owner to "Shop-Own"`))
    const url = Object.assign(new URL(target.url), { username: 'Shop-Own' }).href
    const asked = databases.provision({ ...origin, url, template: nameOf(plain.url) }, { operation: op, fence: 4 }, mayGo)
    await expect(asked).rejects.toMatchObject({
      code: 'provision-refused',
      message: expect.stringContaining(`the role "Shop-Own" cannot give the new one ${what}: `) as string,
      hint: expect.stringContaining(way) as string,
    })
  })

  it('is let alone while something hangs on it that lets it be renamed but never dropped', async () => {
    const owner = await openPostgres(target.url, { showValues: true, settings: {} })
    await owner.exec(
      `create subscription news connection 'dbname=elsewhere' publication news with (connect = false, slot_name = none)`,
    )
    const asked = databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    await expect(asked).rejects.toMatchObject({
      code: 'provision-refused',
      message: expect.stringContaining('subscription news'),
    })
    expect((await look()).log).toEqual(['loyalty'])
    await owner.exec('drop subscription news')
    await owner.close()
  })

  it('opens again what a killed run had closed, and sweeps what it left', async () => {
    const database = nameOf(target.url)
    await databases.provision(origin, { operation: op, fence: 4 }, mayGo)
    const prefix = 'stagecoach_reset_'
    await onServer((session) => session.exec(`alter database ${database} allow_connections false`))
    expect(await databases.provision(origin, { operation: op, fence: 5 }, mayGo)).toBe('kept')
    await expectFresh()
    expect(
      await onServer((session) => session.query(`select 1 from pg_database where starts_with(datname, $1)`, [prefix])),
    ).toEqual([])
  })
})

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1)
}
