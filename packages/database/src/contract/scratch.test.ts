import { catalogDelta, type Catalog, type ScratchOrigin } from '@stagecoach/core'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import type { Session } from '../engine/session.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'
import { EVERYTHING } from '../testing/every-kind-of-object.ts'

describe.each(['postgres', 'embedded'] as const)('scratch databases on %s', (name) => {
  const databases = openDatabases({
    attempts: 2,
    folderWait: 300,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 30)),
  })
  let engine: TestEngine
  /** A template with one object of every kind, a log and a fence. */
  let origin: ScratchOrigin
  beforeAll(async () => {
    engine = await startEngine(name)
    const target = await engine.target()
    const database = await databases.open(target)
    await database.prepare()
    await database.raiseFence(7, 'op7')
    const pkg = await analysedPackage(databases, 'everything', { '0001_a.sql': EVERYTHING })
    await database.apply(pkg.step('0001_a', { fence: 7 }))
    await database.close()
    origin =
      engine.server === undefined
        ? { ...target, template: target.url }
        : { ...target, url: engine.server.url(), template: new URL(target.url).pathname.slice(1) }
  })
  afterAll(() => engine.stop())

  const original = async (): Promise<Catalog> => {
    const url = engine.server === undefined ? origin.url : engine.server.url(origin.template)
    const database = await databases.open({ ...origin, url })
    const catalog = await database.catalog()
    await database.close()
    return catalog
  }

  it.each([
    ['a file', ''],
    ['a file without transaction', '-- stagecoach: no-transaction\n'],
  ])('says of %s that failed here where to mend it, and nothing of deployments', async (_, head) => {
    const scratch = await databases.scratch(origin)
    await scratch.prepare()
    const pkg = await analysedPackage(databases, 'broken', { '0001_b.sql': `${head}insert into nowhere values (1);` })
    const failure = await scratch.apply(pkg.step('0001_b', { fence: 0 })).catch((reason: unknown) => reason)
    expect(failure).toMatchObject({
      code: 'migration-failed',
      hint: 'It ran on a copy, and nothing was deployed. Correct the file on the feature branch and push.',
    })
    await scratch.close()
  })

  it.each([
    ['clone', databases, name === 'embedded'],
    ['clone of a large template', openDatabases({ memoryCopy: 0 }), false],
  ])('gives a %s whose catalog is the original’s, and drops it', async (_, opened, inMemory) => {
    const scratch = await opened.scratch(origin)
    const catalog = await scratch.catalog()
    expect(Object.keys(catalog.objects).length).toBeGreaterThan(30)
    expect(await scratch.log()).toMatchObject([{ package: 'everything' }])
    const { place } = scratch
    expect(place === 'memory').toBe(inMemory)
    expect(await exists(place)).toBe(!inMemory)
    await scratch.close()
    expect(catalogDelta(await original(), catalog)).toEqual({})
    expect(await exists(place)).toBe(false)
  })

  const exists = async (place: string): Promise<boolean> => {
    if (engine.server === undefined)
      return stat(place).then(
        () => true,
        () => false,
      )
    const session = await openPostgres(engine.server.url(), { showValues: true, settings: {} })
    const rows = await session.query(
      'select datname::text from pg_database where datname = $1 union all select rolname::text from pg_roles where rolname = $1',
      [place],
    )
    await session.close()
    return rows.length > 0
  }

  it('has no fence of its template, changes what the template’s owner made, and leaves the template alone', async () => {
    const before = await original()
    const scratch = await databases.scratch(origin)
    await scratch.prepare()
    const pkg = await analysedPackage(databases, 'next', {
      '0001_a.sql':
        "alter table shop.product add note text; drop view shop.cheap; alter type shop.colour rename value 'red' to 'rot'; create schema more; drop function shop.twice(int);",
      '0002_b.sql': '-- stagecoach: no-transaction\ncreate index concurrently product_note on shop.product (note);',
    })
    await scratch.apply(pkg.step('0001_a', { fence: 0, operation: 'rehearsal' }))
    await scratch.apply(pkg.step('0002_b', { fence: 0, operation: 'rehearsal' }))
    expect(Object.keys((await scratch.catalog()).objects)).toContain('index shop.product_note')
    await scratch.close()
    expect(catalogDelta(before, await original())).toEqual({})
  })

  it('is empty without a template', async () => {
    const { template: _none, ...bare } = origin
    const scratch = await databases.scratch(bare)
    expect((await scratch.catalog()).objects).toEqual({})
    await scratch.prepare()
    await scratch.close()
  })

  it('sweeps what runs that were killed more than an hour ago left, and nothing else', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    const old = `stagecoach_scratch_0123456789ab_${(seconds - 3700).toString(36)}`
    const young = `stagecoach_scratch_0123456789ab_${(seconds - 60).toString(36)}`
    await leave(old)
    await leave(young)
    const { template: _none, ...bare } = origin
    await (await databases.scratch(bare)).close()
    expect(await exists(placeOf(old))).toBe(false)
    expect(await exists(placeOf(young))).toBe(true)
  })

  const placeOf = (leftover: string): string => (engine.server === undefined ? join(tmpdir(), leftover) : leftover)
  const leave = async (leftover: string): Promise<void> => {
    if (engine.server === undefined) {
      await mkdir(placeOf(leftover), { recursive: true })
      return
    }
    await onServer(async (session) => {
      await session.exec(`create database ${leftover}`)
      await session.exec(`create role ${leftover}`)
    })
  }
  const onServer = async (work: (session: Session) => Promise<void>): Promise<void> => {
    const session = await openPostgres(engine.server?.url() ?? '', { showValues: true, settings: {} })
    await work(session).finally(() => session.close())
  }

  it('waits for a template that is in use, and says so in the end', async () => {
    if (engine.server === undefined) {
      const holder = await databases.open({ ...origin })
      await holder.log()
      await expect(databases.scratch(origin)).rejects.toMatchObject({ code: 'database-busy' })
      await holder.close()
      expect((await readdir(tmpdir())).filter((each) => each === origin.template)).toEqual([])
      return
    }
    const user = await openPostgres(engine.server.url(origin.template), { showValues: true, settings: {} })
    await expect(databases.scratch(origin)).rejects.toMatchObject({ code: 'template-busy' })
    const coming = databases.scratch(origin)
    setTimeout(() => void user.close(), 40)
    await (await coming).close()
  })

  if (name === 'embedded') return

  it('runs as a role without privileges, also after RESET ROLE', async () => {
    const scratch = await databases.scratch(origin)
    await scratch.prepare()
    const pkg = await analysedPackage(databases, 'hostile', {
      '0001_a.sql':
        'reset role; reset session authorization; create table public.whoami as select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = session_user;',
      '0002_b.sql': `copy public.whoami to program 'true';`,
    })
    await scratch.apply(pkg.step('0001_a', { fence: 0 }))
    expect(await scratch.check('select not (rolsuper or rolcreatedb or rolcreaterole) from whoami', 1000)).toMatchObject({
      passed: true,
    })
    await expect(scratch.apply(pkg.step('0002_b', { fence: 0 }))).rejects.toMatchObject({ code: 'migration-failed' })
    await scratch.close()
  })

  it('works for a role that may only make databases, and says what is missing for one that may not', async () => {
    await onServer(async (session) => {
      await session.exec(`create role maker login createdb password 'maker'`)
      await session.exec(`create role poor login password 'poor'`)
    })
    const url = (user: string): string => {
      const changed = new URL(engine.server?.url() ?? '')
      changed.username = user
      changed.password = user
      return changed.href
    }
    const scratch = await databases.scratch({ ...origin, url: url('maker'), template: 'template1' })
    await scratch.prepare()
    await scratch.close()
    await expect(databases.scratch({ ...origin, url: url('poor') })).rejects.toMatchObject({
      code: 'scratch-refused',
      hint: expect.stringContaining('CREATEDB') as string,
    })
  })
})
