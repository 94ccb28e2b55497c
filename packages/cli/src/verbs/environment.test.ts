import { buildManifest, readPackageFolder, type StoredPackage } from '@stagecoach/core'
import { packageRefOf } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopWithDatabase } from '../testing/shop.ts'

const file = (path: string, text: string) => ({ path, mode: '100644', bytes: Buffer.from(text) })

/** Runs a migration that no branch holds, as if it had been run by hand. */
async function runByHand(database: string): Promise<void> {
  const databases = openDatabases()
  const folder = readPackageFolder('stranger', 'x', [
    file('package.yml', ''),
    file('0001_stranger.sql', 'CREATE TABLE stranger (id int);\n'),
  ])
  const nowhere = '0'.repeat(40)
  const source = { oid: nowhere, committedAt: '2026-11-20T08:00:00Z' }
  const manifest = buildManifest({ folder, source, base: nowhere, changes: [], ownFolder: 'x', commits: [] })
  const pkg: StoredPackage = { ref: packageRefOf(manifest), manifest, files: folder.bytes }
  const analysis = await databases.analyse(manifest, folder.bytes)
  const target = await databases.open({ name: 'main', environment: 'integration', engine: 'embedded', url: database })
  await target.raiseFence(99, 'f'.repeat(16))
  await target.apply({ pkg, migration: '0001_stranger', analysis, operation: 'f'.repeat(16), fence: 99, config: {} })
  await target.close()
}

test('deploys to a database, verifies it, and finds what was done to it by hand', { timeout: 300_000 }, async () => {
  await using bench = await openShop(shopWithDatabase)
  await pushFeature(bench, 'loyalty', {
    'db/migrations/loyalty/0001_points.sql': 'CREATE TABLE customer_points (id int PRIMARY KEY);\n',
  })
  await bench.run('build', 'feature/loyalty')
  expect(await bench.json('verify', 'integration')).toMatchObject({ code: 1, result: { reason: 'database-missing' } })
  expect((await bench.json('promote', 'integration', 'loyalty')).result.outcome).toBe('opened')
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  expect(await bench.json('drift', 'integration')).toMatchObject({
    code: 3,
    result: { reason: 'drift', data: { findings: [{ between: 'branch and ledger' }] } },
  })
  const deployed = await bench.run('deploy', 'integration')
  expect(deployed).toMatchObject({ code: 0 })
  expect(deployed.stderr).toContain('· verified: sql: select count(*) = 0 from customer_points')
  expect(deployed.stdout + deployed.stderr).not.toContain(bench.database)

  const verified = await bench.run('verify', 'integration')
  expect(verified.code).toBe(0)
  expect(verified.stdout).toContain('All 1 checks of integration passed.')
  expect(await bench.json('drift', 'integration')).toMatchObject({
    code: 0,
    result: { message: 'integration is as it was recorded.' },
  })
  expect((await bench.json('ledger', 'verify')).result.message).toMatch(/tips? noted in 1 database/)

  await runByHand(bench.database)
  const drift = await bench.json('drift', 'integration')
  expect(drift.code).toBe(3)
  expect(drift.result.data).toMatchObject({
    findings: expect.arrayContaining([
      {
        between: 'branch and database',
        database: 'main',
        what: 'the database has run stranger/0001_stranger, and the branch does not hold stranger',
      },
      { between: 'record and live schema', database: 'main', what: 'table public.stranger is new' },
    ]),
  })
  expect((await bench.run('drift', 'integration')).stdout).toContain('table public.stranger is new')
  const away = await bench.git('rev-parse', 'main')
  await bench.git('push', '--quiet', '--force', 'origin', `${away}:refs/heads/stagecoach/ledger`)
  expect((await bench.run('ledger', 'verify')).stdout).toContain('rewritten')
})
