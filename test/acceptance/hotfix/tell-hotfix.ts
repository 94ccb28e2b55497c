import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, askForPromotion, bringToProduction, bringToQa, startChecks } from '../../story/chapters/moves.ts'
import type { EnvironmentName, StoryEngineName } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasTable, logOf } from '../look/database.ts'
import { decisionsOn, ledgerRecords, nameOf } from '../look/ledger-records.ts'
import { branchOf, commentOn, openPulls, pullsOf, sectionOf } from '../look/promotions.ts'
import { during, pushBranch } from '../stage/push-branch.ts'
import { owedTo } from '../look/owed.ts'
import { databasesOnly } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { resolvedPage, taxNoteFiles } from './tax-note.ts'

const minutes = 60_000
const hotfix = { environment: 'production', package: 'tax-note', lane: 'hotfix' }

/** A hotfix overtakes everything within a freeze, and flows back, also to where a feature changed the same line; told on one engine. */
export function tellHotfix(engine: StoryEngineName): void {
  describe(`a hotfix on the ${engine} engine`, () => {
    let opened: TemporaryStage
    beforeAll(async () => {
      opened = await openTemporaryStage(engine, { startsAt: '2026-12-18T08:00:00Z', configure: databasesOnly })
      const { stage } = opened
      await stage.push('loyalty', 'gift-cards')
      await bringToQa(stage, 'gift-cards')
      stage.simulator.clock.advanceTo('2026-12-21T09:00:00Z')
      await bringToProduction(stage, 'gift-cards')
      await pushBranch(stage, 'ada', { branch: 'feature/tax-note', files: await taxNoteFiles() })
    }, 10 * minutes)
    afterAll(() => opened.close())

    it('is refused by the order and by the lane rules as long as nobody takes the lane with a reason', async () => {
      const { stage } = opened
      expect(await openPulls(stage)).toEqual(['promote/integration/tax-note', 'promote/production/gift-cards'])
      const order = await during(stage, () => askForPromotion(stage, 'maya', 'production', 'tax-note'))
      expect(order.said).toContain('not-verified-before')
      const silent = await during(stage, () => askWithLane(stage, hotfix))
      expect(silent.conclusions('Stagecoach promote')).toEqual(['failure'])
      expect(silent.annotations.map((each) => each.message).join()).toContain('"lane-reason" is required')
      const unknown = await during(stage, () => askWithLane(stage, { ...hotfix, lane: 'fast', 'lane-reason': 'hurry' }))
      expect(unknown.annotations.map((each) => each.message).join()).toContain("has no lane 'fast'")
      expect(await pullsOf(stage, 'promote/production/tax-note')).toEqual([])
    })

    it('goes to production within the freeze, by its lane alone, and its neighbour stays where it is', async () => {
      const { stage } = opened
      await askWithLane(stage, { ...hotfix, 'lane-reason': 'the law is in force since midnight' })
      const gates = sectionOf(await commentOn(stage, 'promote/production/tax-note'), 'Gates')
      expect(gates).toContain('It goes before gift-cards <version>: proved.')
      expect(gates.match(/^\| (\w+) /gm)).toEqual([
        '| Gate ',
        '| promotion ',
        '| rehearsed ',
        '| migrations ',
        '| approvals ',
        '| checks ',
        '| approvals ',
      ])
      await startChecks(stage, 'maya', 'production', 'tax-note')
      await approve(stage, 'production', 'tax-note', ['ada', 'dora'])
      expect((await decisionsOn(stage.bare, 'tax-note')).at(-1)?.decision?.state).toBe('pending')
      await approve(stage, 'production', 'tax-note', ['dirk'])

      expect([...(await packagesOf(stage.bare, 'main')).keys()]).toEqual(['tax-note'])
      await lookAtTable(stage, { production: true, qa: false, integration: false })
      const neighbour = (await decisionsOn(stage.bare, 'gift-cards')).at(-1)
      const closed = neighbour?.decision?.gates.filter((gate) => gate.state !== 'pass').map((gate) => gate.gate)
      // Made again on the new tip: its approvals are carried over, its checks are of another commit.
      expect([neighbour?.environment, closed]).toEqual(['production', ['checks', 'freeze']])
    })

    it('stands in the ledger as an override, with the person and the reason', async () => {
      const { stage } = opened
      const overrides = (await ledgerRecords(stage.bare)).filter((each) => each.kind === 'act' && each.act === 'override')
      expect(overrides).toMatchObject([
        { environment: 'production', person: 'maya', role: 'lane hotfix', lane: 'hotfix', gates: ['deployed', 'freeze'] },
      ])
      expect(overrides.map((each) => [nameOf(each), each.reason])).toEqual([['tax-note', 'the law is in force since midnight']])
      const { stdout } = await stage.cli('maya', ['ledger', 'log'])
      expect(stdout).toContain('maya: override tax-note in production (the law is in force since midnight)')
    })

    it('is owed to the environments before, which status says', async () => {
      const { stage } = opened
      for (const environment of ['integration', 'qa'] as const)
        expect(await owedTo(stage, environment)).toMatchObject({
          packages: [{ package: 'tax-note', kind: 'missing' }],
          commits: 0,
        })
      expect((await stage.cli('maya', ['status'])).stdout).toContain('owed: tax-note')
      expect(await pullsOf(stage, 'sync/qa')).toMatchObject([{ draft: false, state: 'open' }])
      expect(await pullsOf(stage, 'sync/integration')).toMatchObject([{ draft: true, state: 'open' }])
    })

    it('flows back into qa as a whole when one person approves', async () => {
      const { stage } = opened
      const [pull] = await pullsOf(stage, 'sync/qa')
      await stage.rest('dora').review(pull?.number ?? 0, 'APPROVE')
      await stage.settle()
      expect([...(await packagesOf(stage.bare, 'env/qa')).keys()].sort()).toEqual(['gift-cards', 'tax-note'])
      await lookAtWhole(stage, 'qa')
      expect(await fileAt(stage.bare, 'env/qa', 'src/product-page.js')).toBe(
        await fileAt(stage.bare, 'main', 'src/product-page.js'),
      )
    })

    it('flows back into integration beside the feature that changed the same line, as a person decides', async () => {
      const { stage } = opened
      const [pull] = await pullsOf(stage, 'sync/integration')
      const decided = join(stage.directory, 'decided.js')
      await writeFile(decided, await resolvedPage())
      const args = ['resolve', String(pull?.number), '--take', `${decided}=src/product-page.js`]
      expect(await stage.cli('linus', args)).toMatchObject({ code: 0 })
      await stage.settle()
      expect([...(await packagesOf(stage.bare, 'env/integration')).keys()].sort()).toEqual(['gift-cards', 'loyalty', 'tax-note'])
      await lookAtWhole(stage, 'integration')
      expect(await fileAt(stage.bare, 'env/integration', 'src/product-page.js')).toBe((await resolvedPage()).trim())
      expect(await hasTable(stage.databases, 'integration', 'loyalty_account')).toBe(true)
      expect(await logOf(stage.databases, 'integration', 'loyalty')).toHaveLength(2)
    })

    it('leaves nothing owed, open or in drift, and what waited goes on after the freeze', async () => {
      const { stage } = opened
      // The promotion to integration that the conflict kept back has nothing left to bring: the sweep closes it.
      stage.advance('16m')
      await stage.settle()
      expect(await openPulls(stage)).toEqual(['promote/production/gift-cards'])
      await startChecks(stage, 'maya', 'production', 'gift-cards')
      stage.simulator.clock.advanceTo('2027-01-03T00:30:00+01:00')
      await stage.settle()
      expect([...(await packagesOf(stage.bare, 'main')).keys()].sort()).toEqual(['gift-cards', 'tax-note'])
      for (const environment of ['integration', 'qa', 'production'] as const) {
        expect(await owedTo(stage, environment)).toBeUndefined()
        expect(await stage.cli('maya', ['drift', environment])).toMatchObject({ code: 0 })
      }
      expect(await openPulls(stage)).toEqual([])
      expect(await stage.cli('maya', ['ledger', 'verify'])).toMatchObject({ code: 0 })
    })
  })
}

async function askWithLane(stage: Stage, inputs: Record<string, string>): Promise<void> {
  await stage.rest('maya').dispatch('stagecoach-promote.yml', inputs)
  await stage.settle()
}

async function lookAtTable({ databases }: Stage, expected: Record<EnvironmentName, boolean>): Promise<void> {
  for (const environment of ['integration', 'qa', 'production'] as const)
    expect([environment, await hasTable(databases, environment, 'tax_rate')]).toEqual([environment, expected[environment]])
}

/** The very bytes of production's package, its migration run once, and its files there. */
async function lookAtWhole({ bare, databases }: Stage, environment: EnvironmentName): Promise<void> {
  const branch = branchOf[environment]
  const path = '.stagecoach/packages/tax-note.json'
  expect(await fileAt(bare, branch, path)).toBe(await fileAt(bare, 'main', path))
  for (const each of ['src/tax-note.js', 'db/migrations/tax-note/0001_tax_rate.sql'])
    expect(await fileAt(bare, branch, each)).toBe(await fileAt(bare, 'main', each))
  expect(await logOf(databases, environment, 'tax-note')).toEqual(['applied 0001_tax_rate'])
}
