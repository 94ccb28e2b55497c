import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringToProduction, bringToQa } from '../../story/chapters/moves.ts'
import { environments, type EnvironmentName, type StoryEngineName } from '../../story/stage/databases.ts'
import { bringInFlyway, dump, migrate, type FlywayFile } from '../../story/stage/flyway-shop.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf, refsOf } from '../look/branch.ts'
import { hasTable, logOf, valueOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { databasesOnly } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { documentedCalls, typed } from './documented-calls.ts'
import { killedAt } from './killed-cli.ts'
import { readPlan, type Plan } from './read-plan.ts'

const minutes = 60_000

/** A shop that flyway migrated 40 times is adopted, and lives on; told on one engine. */
export function tellAdoption(engine: StoryEngineName): void {
  describe(`a living shop on the ${engine} engine`, () => {
    let opened: TemporaryStage
    let files: FlywayFile[]
    let plan: Plan
    const calls: string[] = []
    const cli = (...args: string[]): ReturnType<Stage['cli']> => {
      calls.push(typed(args))
      return opened.stage.cli('maya', args)
    }
    beforeAll(async () => {
      opened = await openTemporaryStage(engine, { configure: databasesOnly })
      files = await bringInFlyway(opened.stage)
    }, 5 * minutes)
    afterAll(() => opened.close())

    it('is looked at, and nothing of it changes', async () => {
      const { stage } = opened
      const before = await historiesOf(stage)
      const looked = await cli('adopt', '--json')
      expect(looked).toMatchObject({ code: 0 })
      plan = readPlan(looked.stdout)
      lookAtPlan(plan, await git(stage.bare, ['rev-parse', 'main']))
      expect(await refsOf(stage.bare, 'refs/heads/stagecoach/')).toEqual([])
      for (const each of environments) expect(await hasSchema(stage, each)).toBe(false)
      expect(await historiesOf(stage)).toEqual(before)
      const shown = await cli('adopt')
      expect(shown.stdout).toMatch(/qa has not applied V40__supplier_notes\.sql, which production has\./)
      for (const secret of Object.values(stage.databases.secrets)) expect(shown.stdout + looked.stdout).not.toContain(secret)
    })

    it('takes a list and a dump for what they are', async () => {
      const { folder } = await opened.stage.clone('maya')
      await writeFile(join(folder, 'ran.txt'), files.map(({ script }) => `db/flyway/${script}\n`).join(''))
      const alone = await cli('adopt', 'qa')
      expect(alone).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Between environments') })
      const listed = await cli('adopt', 'qa', '--list', 'ran.txt', '--dump', dump)
      expect(listed.stdout).toMatch(/40 by list \(ran\.txt\)[^]*dump: equal/)
    })

    it('is recorded once a person says so, in databases and ledger, and the tables of flyway stay as they were', async () => {
      const { stage } = opened
      const before = await historiesOf(stage)
      expect(await stage.cli('ada', ['adopt', '--yes'])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("the role 'write'"),
      })
      const other = await stage.cli('maya', ['adopt', '--yes', '--plan', 'f'.repeat(12)])
      expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('What is found now is plan') })
      expect(await refsOf(stage.bare, 'refs/heads/stagecoach/')).toEqual([])
      const confirmed = ['adopt', '--yes', '--plan', plan.plan.slice(0, 12)]
      await killedAt(stage, 'integration is adopted', confirmed)
      // What is left is another plan.
      expect(await cli(...confirmed)).toMatchObject({ code: 1 })
      const rest = readPlan((await cli('adopt', '--json')).stdout)
      expect(rest.environments.map(({ state }) => state.kind)).toEqual(['unchanged', 'first', 'first'])
      const done = await cli('adopt', '--yes', '--plan', rest.plan.slice(0, 12))
      expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Adopted qa, production.') })
      const kinds = (await ledgerRecords(stage.bare)).map(({ kind, environment }) => `${kind} ${environment ?? ''}`)
      expect(kinds).toEqual(environments.flatMap((each) => [`adoption ${each}`, `baseline ${each}`]))
      expect(await historiesOf(stage)).toEqual(before)
      const again = await cli('adopt', '--yes', '--json')
      expect(readPlan(again.stdout).outcome).toBe('unchanged')
      expect(await ledgerRecords(stage.bare)).toHaveLength(kinds.length)
      for (const each of environments) expect(await driftOf(stage, each)).toBe(0)
      expect(await stage.cli('maya', ['ledger', 'verify'])).toMatchObject({ code: 0 })
    })

    it('takes its next feature from integration to production like any other', async () => {
      const { stage } = opened
      await stage.push('gift-cards')
      await bringToQa(stage, 'gift-cards')
      await bringToProduction(stage, 'gift-cards')
      for (const each of environments) {
        expect([each, await logOf(stage.databases, each, 'gift-cards')]).toEqual([each, ['applied 0001_gift_card']])
        expect(await driftOf(stage, each)).toBe(0)
      }
      expect([...(await packagesOf(stage.bare, 'main')).keys()]).toEqual(['gift-cards'])
      expect(JSON.parse((await fileAt(stage.bare, 'env/qa', '.stagecoach/baseline.json')) ?? '')).toMatchObject({
        commit: plan.environments.find(({ name }) => name === 'qa')?.production,
      })
      expect(readPlan((await cli('adopt', '--yes', '--json')).stdout).outcome).toBe('unchanged')
    })

    it(
      'is taken again, with a reason, when flyway brings qa what it lacked',
      async () => {
        const { stage } = opened
        const newest = files.at(-1)
        if (newest !== undefined) await migrate(stage, 'qa', newest)
        expect(await cli('drift', 'qa')).toMatchObject({ code: 3 })
        expect(await cli('adopt', 'qa', '--yes')).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('--reason'),
        })
        const taken = await cli('adopt', 'qa', '--yes', '--reason', 'V40 was forgotten there')
        expect(taken).toMatchObject({ code: 0 })
        expect(await driftOf(stage, 'qa')).toBe(0)
        expect(readPlan((await cli('adopt', '--json')).stdout).outcome).toBe('unchanged')
        const records = (await ledgerRecords(stage.bare)).filter(({ kind }) => kind === 'adoption' || kind === 'baseline')
        expect(records).toHaveLength(7)
        await stage.push('loyalty')
        await bringToQa(stage, 'loyalty')
        expect(await hasTable(stage.databases, 'qa', 'loyalty_account')).toBe(true)
        expect(await hasTable(stage.databases, 'qa', 'supplier_note')).toBe(true)
      },
      10 * minutes,
    )

    it('was called in every way that docs/adopt.md shows', async () => {
      const documented = await documentedCalls()
      expect(documented.length).toBeGreaterThanOrEqual(7)
      expect(documented.filter((call) => !calls.includes(call))).toEqual([])
    })
  })
}

function lookAtPlan({ outcome, environments: found, differences }: Plan, production: string): void {
  expect(outcome).toBe('planned')
  expect(found.map(({ name, production: commit, state }) => [name, commit, state.kind])).toEqual(
    environments.map((name) => [name, production, 'first']),
  )
  const counts = found.map(({ databases: [database] }) => {
    const applied = database?.histories[0]?.applied ?? []
    return [applied.length, applied.filter(({ explanation }) => explanation === 'same').length]
  })
  expect(counts).toEqual([[40, 40], [39, 39], [40, 40]]) // prettier-ignore
  expect(found.map(({ proofs }) => proofs.map(({ by, result }) => `${by} ${result}`))).toEqual([
    ['replay equal', 'template equal'],
    ['replay equal', 'template differs'],
    ['replay differs', 'template differs'],
  ])
  expect(found[2]?.proofs[0]?.objects).toEqual(['+ index public.product_by_hand'])
  expect(
    differences.map(({ environment, lacks, extra, objects }) => ({ environment, lacks, extra, objects: objects.slice(0, 1) })),
  ).toEqual([
    { environment: 'integration', lacks: [], extra: [], objects: ['- index public.product_by_hand'] },
    { environment: 'qa', lacks: ['V40__supplier_notes.sql'], extra: [], objects: ['- column public.supplier_note.id'] },
  ])
  const [qa] = found.filter(({ name }) => name === 'qa')
  expect(qa?.databases[0]?.histories[0]?.pending).toEqual(['db/flyway/V40__supplier_notes.sql'])
  expect(qa?.unknown).toContain('Why qa (main) has not run db/flyway/V40__supplier_notes.sql, which its branch has.')
}

async function driftOf(stage: Stage, environment: EnvironmentName): Promise<number> {
  return (await stage.cli('maya', ['drift', environment])).code
}

function hasSchema({ databases }: Stage, environment: EnvironmentName): Promise<unknown> {
  return valueOf(databases, environment, `select to_regnamespace('stagecoach') is not null`)
}

/** Every row of flyway's table, in each environment. */
async function historiesOf({ databases }: Stage): Promise<unknown[]> {
  const rows = `select string_agg(h::text, chr(10) order by installed_rank) from public.flyway_schema_history h`
  const all: unknown[] = []
  for (const each of environments) all.push(await valueOf(databases, each, rows))
  return all
}
