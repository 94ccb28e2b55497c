import type { Analysis, Databases, MigrationStep, StoredPackage, Target } from '@stagecoach/core'
import { catalogDelta } from '@stagecoach/core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from './databases.ts'
import { makePackage } from './testing/make-package.ts'
import { startPostgres, type TestServer } from './testing/postgres-server.ts'

/** The same suite for every engine; each test has a database of its own. */
describe.each(['postgres', 'embedded'] as const)('databases on %s', (engine) => {
  const databases: Databases = openDatabases({ attempts: 3 })
  let server: TestServer | undefined
  let folder = ''
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stagecoach-contract-'))
    if (engine === 'postgres') server = await startPostgres()
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const target = async (): Promise<Target> => {
    const url = server === undefined ? join(folder, `db${String(count++)}`) : await server.createDatabase()
    return { name: 'main', environment: 'qa', engine, url }
  }
  const step = (pkg: StoredPackage, analysis: Analysis, migration: string, over: Partial<MigrationStep> = {}): MigrationStep => ({
    pkg,
    analysis,
    migration,
    operation: 'op1',
    fence: 1,
    config: {},
    ...over,
  })

  it('applies a migration once, logs it, and undoes it exactly', async () => {
    const pkg = makePackage('loyalty', {
      '0001_table.sql':
        'create table loyalty (id bigint primary key, points int not null default 0);\ncreate index loyalty_points on loyalty (points);',
      '0001_table.undo.sql': 'drop table loyalty;',
    })
    const analysis = await databases.analyse(pkg.manifest, pkg.files)
    const database = await databases.open(await target())
    expect(await database.log()).toEqual([])
    await database.prepare()
    await database.raiseFence(1, 'op1')
    const before = await database.catalog()

    const first = await database.apply(step(pkg, analysis, '0001_table'))
    expect(first).toMatchObject({ package: 'loyalty', migration: '0001_table', statements: 2, resumed: false })
    expect(Object.keys(catalogDelta(before, await database.catalog()))).toEqual([
      'column public.loyalty.id',
      'column public.loyalty.points',
      'constraint public.loyalty.loyalty_pkey',
      'index public.loyalty_pkey',
      'index public.loyalty_points',
      'table public.loyalty',
    ])
    expect(await database.apply(step(pkg, analysis, '0001_table'))).toMatchObject({ statements: 0, resumed: true })
    expect((await database.log()).map((entry) => [entry.event, entry.package, entry.migration, entry.fence])).toEqual([
      ['applied', 'loyalty', '0001_table', 1],
    ])

    await database.undo(step(pkg, analysis, '0001_table'))
    expect(catalogDelta(before, await database.catalog())).toEqual({})
    expect((await database.log()).map((entry) => entry.event)).toEqual(['applied', 'undone'])
    await database.close()
  })
})
