import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { bringToQa } from '../../story/chapters/moves.ts'
import { fileAt, packagesOf, pathsOf } from '../look/branch.ts'
import { hasTable, logOf, valueOf } from '../look/database.ts'
import { ledgerBranch, ledgerRecords } from '../look/ledger-records.ts'
import { during, pushBranch } from '../stage/push-branch.ts'
import { databasesOnly } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'

const nowhere = 'postgres://shop:s3cret-of-the-url@127.0.0.1:9/qa'
const migration = (name: string, sql: string): Record<string, string> => ({
  [`db/migrations/${name}/package.yml`]: 'requires: []\n',
  [`db/migrations/${name}/0001_it.sql`]: sql,
})

describe.skipIf(!hasPostgres())('on a server', () => {
  let opened: TemporaryStage
  beforeAll(async () => void (opened = await openTemporaryStage('postgres', { configure: databasesOnly })))
  afterAll(() => opened.close())

  it('a database that refuses connections fails the deployment clearly, half of nothing is done, and the next run does it', async () => {
    const { stage } = opened
    await pushBranch(stage, 'ada', {
      branch: 'feature/badges',
      files: migration('badges', 'create table public.badge (id bigint primary key);\n'),
    })
    stage.simulator.setSecrets('acme/shop', { QA_DATABASE_URL: nowhere }, 'qa')
    const woken = await during(stage, () => bringToQa(stage, 'badges'))
    expect(woken.conclusions('Stagecoach deploy')).toEqual(['failure'])
    expect(woken.said).toMatch(/127\.0\.0\.1:9/)
    expect(woken.said).not.toContain('s3cret-of-the-url')
    expect(await hasTable(stage.databases, 'qa', 'badge')).toBe(false)
    expect(await valueOf(stage.databases, 'qa', `select to_regnamespace('stagecoach') is null`)).toBe(true)

    stage.simulator.setSecrets('acme/shop', { QA_DATABASE_URL: stage.databases.secrets['QA_DATABASE_URL'] ?? '' }, 'qa')
    const again = await during(stage, async () => {
      await stage.rest('maya').dispatch('stagecoach-deploy.yml', { environment: 'qa' })
      await stage.settle()
    })
    expect(again.conclusions('Stagecoach deploy')).toEqual(['success'])
    expect(await logOf(stage.databases, 'qa', 'badges')).toEqual(['applied 0001_it'])
    const verified = (await ledgerRecords(stage.bare)).filter((each) => each.kind === 'verification' && each.environment === 'qa')
    expect(verified).toMatchObject([{ passed: true }])
  })

  it('a row that breaks a constraint is told without the value, in log, comment and ledger', async () => {
    const { stage } = opened
    const secret = 'sk_live_4242ProbablyAKey'
    // Only the rows of integration meet it, so the rehearsal on the template passes and the deployment does not.
    const till = `insert into public.legacy_code (code, till, product_id, imported_on) select '${secret}', t, (select min(id) from public.product), '2024-01-01' from unnest(array['a', 'b']) t`
    await stage.databases.rows('integration', till)
    const sql = `create unique index legacy_code_secret on public.legacy_code (code) where code like 'sk%';\n`
    const woken = await pushBranch(stage, 'ada', { branch: 'feature/one-till', files: migration('one-till', sql) })
    expect(woken.said).toContain('legacy_code_secret')
    expect(woken.said).not.toContain(secret)
    for (const pull of await stage.rest('maya').pullRequests('state=all')) {
      for (const { body } of await stage.rest('maya').comments(pull.number)) expect(body).not.toContain(secret)
    }
    for (const path of await pathsOf(stage.bare, ledgerBranch))
      expect(await fileAt(stage.bare, ledgerBranch, path)).not.toContain(secret)
    const told = (await ledgerRecords(stage.bare)).filter((each) => each.kind === 'deployment' && each.state === 'failed')
    expect(told).not.toEqual([])
    expect(await logOf(stage.databases, 'integration', 'one-till')).not.toContain('applied 0001_it')
  })

  it('a rehearsal that breaks a constraint is told without the value, too, and nothing is proposed', async () => {
    const { stage } = opened
    const sql = `create table public.till_key (key text primary key);\ninsert into public.till_key select 'sk_live_' || md5('till') from generate_series(1, 2);\n`
    const woken = await pushBranch(stage, 'grace', { branch: 'feature/till-key', files: migration('till-key', sql) })
    expect(woken.said).toContain('till_key')
    expect(woken.said).not.toMatch(/sk_live_[0-9a-f]{32}/)
    expect((await packagesOf(stage.bare, 'env/integration')).has('till-key')).toBe(false)
  })
})
