import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabases } from '@stagecoach/database'
import { byHand } from '@stagecoach/database/testing'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  'branch: env/integration\n    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }\n',
)
const prisma = `create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0);`
const created = 'create table customer (id integer primary key);\n'

function row(name: string, sql: string, finished = 'now()'): string {
  const checksum = createHash('sha256').update(sql).digest('hex')
  return `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ('${name}', '${checksum}', '${name}', ${finished}, 1);`
}

/** A shop that prisma migrated once, in integration alone; production has no database. */
async function openLivingShop(sql: string): Promise<Workbench> {
  const bench = await openShop(config)
  bench.write('prisma/migrations/1_customer/migration.sql', created)
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Migrate with prisma')
  await bench.git('push', '--quiet', 'origin', 'main', 'main:refs/heads/env/integration')
  await byHand(bench.database, sql)
  await byHand(bench.template, created)
  return bench
}

async function recordedIn(bench: Workbench): Promise<string | undefined> {
  const database = await openDatabases().open({
    name: 'main',
    environment: 'integration',
    engine: 'embedded',
    url: bench.database,
  })
  const recorded = await database.recorded()
  await database.close()
  return recorded?.operation
}

test('adopts a product of prisma, goes on where a run was cut off, and then lets it live', { timeout: 300_000 }, async () => {
  await using bench = await openLivingShop(`${created}${prisma}${row('1_customer', created)}`)
  const planned = await bench.json('adopt')
  expect(planned).toMatchObject({
    code: 0,
    result: {
      outcome: 'planned',
      data: {
        environments: [
          {
            name: 'integration',
            state: { kind: 'first' },
            databases: [{ histories: [{ tool: 'prisma', applied: [{ id: '1_customer', explanation: 'same' }] }] }],
            proofs: [
              { by: 'replay', result: 'equal' },
              { by: 'template', result: 'equal' },
            ],
          },
          { name: 'production', databases: [], state: { kind: 'first' } },
        ],
      },
    },
  })
  expect(await recordedIn(bench)).toBeUndefined()

  const done = await bench.run('adopt', '--yes')
  expect(done).toMatchObject({ code: 0 })
  expect(done.stdout).toMatch(
    /1 by prisma \(public\._prisma_migrations\)[^]+Which application runs in integration[^]+Adopted integration, production\./,
  )
  const operation = await recordedIn(bench)
  expect(operation).toMatch(/^[0-9a-f]{16}$/)

  // Cut off between database and ledger: the database knows, the ledger does not.
  await bench.git('push', '--quiet', 'origin', ':refs/heads/stagecoach/ledger')
  rmSync(join(bench.clone, '.git/stagecoach'), { recursive: true })
  expect((await bench.json('adopt', '--yes')).result.outcome).toBe('adopted')
  expect(await recordedIn(bench)).toBe(operation)
  expect(await bench.json('adopt', '--yes')).toMatchObject({ code: 0, result: { outcome: 'unchanged' } })
  expect((await bench.json('ledger', 'verify')).result.message).toMatch(/tips? noted/)
  expect((await bench.run('ledger', 'log')).stdout).toContain('integration was taken as it is, with 1 migrations of other tools')

  await pushFeature(bench, 'loyalty', {
    'db/migrations/loyalty/0001_points.sql': 'create table points (id integer references customer);\n',
  })
  await bench.run('build', 'feature/loyalty')
  expect((await bench.json('promote', 'integration', 'loyalty')).result.outcome).toBe('opened')
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  await byHand(bench.database, 'create index by_hand on customer (id)')
  expect((await bench.json('adopt', 'integration', '--yes', '--reason', 'made in the night')).result.outcome).toBe('adopted')
  expect((await bench.json('drift', 'integration')).code).toBe(0)
  // What was verified is still what a rollback goes back from, and the baseline what it goes back to.
  expect(await bench.json('rollback', 'integration', '--reason', 'no', '--dry-run')).toMatchObject({
    result: { packages: ['loyalty'] },
  })
})

test('says what must be settled first, what is edited, and changes nothing', { timeout: 300_000 }, async () => {
  await using bench = await openLivingShop(
    `${created}${prisma}${row('1_customer', 'create table other ();')}${row('2_half', '', 'null')}`,
  )
  const stopped = await bench.json('adopt', '--yes')
  expect(stopped).toMatchObject({
    code: 3,
    result: {
      outcome: 'blocked',
      reason: 'history-unsettled',
      advice: [expect.stringContaining('2_half failed or never finished')],
    },
  })
  expect(await recordedIn(bench)).toBeUndefined()
  const shown = await bench.run('adopt')
  expect(shown.stdout).toContain('1 EDITED')
  expect(shown.stdout).toContain('1_customer is not what its file says now')
})

test('takes a list where there is no table, and a dump as proof', { timeout: 300_000 }, async () => {
  await using bench = await openLivingShop(created)
  const file = join(bench.clone, 'ran.txt')
  writeFileSync(file, 'prisma/migrations/1_customer/migration.sql\nsql/lost.sql\n')
  const { result } = await bench.json(
    'adopt',
    'integration',
    '--list',
    'integration=ran.txt',
    '--dump',
    'prisma/migrations/1_customer/migration.sql',
  )
  expect(result.data).toMatchObject({
    environments: [
      {
        databases: [
          { histories: [{ tool: 'list', place: 'ran.txt', applied: [{ explanation: 'named' }, { explanation: 'missing' }] }] },
        ],
        proofs: [
          { by: 'replay', result: 'impossible', detail: 'sql/lost.sql has no file on the branch' },
          { by: 'dump', result: 'equal' },
          { by: 'template', result: 'equal' },
        ],
      },
    ],
  })
  expect((await bench.json('adopt', 'integration', '--list', 'ran.txt', '--yes')).result.outcome).toBe('adopted')
  writeFileSync(file, 'two words\n')
  expect(await bench.json('adopt', '--list', 'ran.txt')).toMatchObject({ code: 2, result: { reason: 'list-invalid' } })
  expect(await bench.json('adopt', '--list', 'none.txt')).toMatchObject({ code: 2 })
  expect(await bench.json('adopt', 'nowhere')).toMatchObject({ code: 2, result: { reason: 'environment-unknown' } })
})
