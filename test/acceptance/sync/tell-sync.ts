import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, bringToProduction, bringToQa, startChecks } from '../../story/chapters/moves.ts'
import type { EnvironmentName, StoryEngineName } from '../../story/stage/databases.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { deployQa, onlyTrouble, runAdvice, sweep, troublesIn, type Trouble } from '../foreign/foreign-shop.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { logOf, stateOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { owedTo } from '../look/owed.ts'
import { branchOf, openPulls, pullsOf } from '../look/promotions.ts'
import { during } from '../stage/push-branch.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'

const minutes = 60_000
const below = ['integration', 'qa'] as const

/** Production's newer content comes down, whoever brought it there; told on one engine. */
export function tellSync(engine: StoryEngineName): void {
  describe(`production's newer content on the ${engine} engine`, () => {
    let opened: TemporaryStage
    beforeAll(async () => {
      opened = await openTemporaryStage(engine)
      const { stage } = opened
      await stage.push('gift-cards')
      await bringToQa(stage, 'gift-cards')
      await bringToProduction(stage, 'gift-cards')
      await stage.push('gift-cards.v2', 'loyalty')
    }, 10 * minutes)
    afterAll(() => opened.close())

    it('is nothing while production has what came up through all the others', async () => {
      const { stage } = opened
      expect(await stage.rest('maya').pullRequests()).not.toContainEqual(
        expect.objectContaining({ title: expect.stringMatching(/^Bring/) }),
      )
      const asked = await during(stage, () => askForSync(stage, 'qa'))
      expect(asked.conclusions('Stagecoach promote')).toEqual(['success'])
      expect(asked.said).toContain('nothing-to-do')
      expect(await syncByCli(stage)).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
    })

    it('is what production runs, not what somebody just pushed to its branch', async () => {
      const { stage } = opened
      await pushToMain(stage, 'package.json', (text) => text.replace('"version": "1.0.0"', '"version": "1.0.1"'))
      expect(await syncByCli(stage)).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
      expect(await openPulls(stage)).toEqual([])
    })

    it('is deployed with a release that was built without rights, and comes down by itself where no gate waits', async () => {
      const { stage } = opened
      const before = await stateOf(stage.databases, 'integration')
      const held = await packagesOf(stage.bare, 'env/integration')
      const woken = await during(stage, () => deployProduction(stage))
      expect(woken.conclusions('Stagecoach deploy')).toEqual(['success', 'success', 'success'])
      expect(await lastVerifiedCommit(stage, 'production')).toBe(await git(stage.bare, ['rev-parse', 'main']))

      await lookAtContent(stage, 'integration', 'package.json', '"version": "1.0.1"')
      expect(await packagesOf(stage.bare, 'env/integration')).toEqual(held)
      expect(await fileAt(stage.bare, 'env/integration', 'src/gift-card-print.js')).toBeUndefined()
      expect(await fileAt(stage.bare, 'env/integration', 'src/loyalty.js')).toBeDefined()
      expect(await stateOf(stage.databases, 'integration')).toEqual(before)
      expect(await owedTo(stage, 'integration')).toBeUndefined()
    })

    it('waits in qa for a person who did not write it', async () => {
      const { stage } = opened
      expect(await owedTo(stage, 'qa')).toMatchObject({ packages: [], commits: 1 })
      await reviewSync(stage, 'qa', 'maya')
      expect(await openPulls(stage)).toEqual(['sync/qa'])
      await reviewSync(stage, 'qa', 'dora')
      await lookAtContent(stage, 'qa', 'package.json', '"version": "1.0.1"')
      expect(await owedTo(stage, 'qa')).toBeUndefined()
      expect(await openPulls(stage)).toEqual([])
    })

    it('takes the place of an older version, and leaves the same one alone', async () => {
      const { stage } = opened
      const inputs = { environment: 'production', package: 'gift-cards', lane: 'hotfix', 'lane-reason': 'cards never expired' }
      await stage.rest('maya').dispatch('stagecoach-promote.yml', inputs)
      await stage.settle()
      await startChecks(stage, 'maya', 'production', 'gift-cards')
      await approve(stage, 'production', 'gift-cards', ['dora', 'dirk'])
      expect(await owedTo(stage, 'integration')).toBeUndefined()
      expect(await owedTo(stage, 'qa')).toMatchObject({ packages: [{ package: 'gift-cards', kind: 'older' }] })
      expect(await openPulls(stage)).toEqual(['sync/qa'])
      await reviewSync(stage, 'qa', 'dora')
      for (const environment of below) {
        const held = (await packagesOf(stage.bare, branchOf[environment])).get('gift-cards')
        expect(held).toEqual((await packagesOf(stage.bare, 'main')).get('gift-cards'))
        expect(await logOf(stage.databases, environment, 'gift-cards')).toEqual([
          'applied 0001_gift_card',
          'applied 0002_gift_card_expires_on',
        ])
      }
      expect(await fileAt(stage.bare, 'env/qa', 'src/gift-card-print.js')).toBeUndefined()
    })

    it('is only written down where a person merged it by hand', async () => {
      const { stage } = opened
      await pushToMain(stage, '.nvmrc', () => '24')
      const dirk = await stage.clone('dirk')
      await git(dirk.folder, ['fetch', '--quiet', 'origin'], 'dirk')
      await git(dirk.folder, ['checkout', '--quiet', '--force', '-B', 'mine', 'origin/env/qa'], 'dirk')
      await git(dirk.folder, ['merge', '--quiet', '--no-edit', 'origin/main'], 'dirk', stage.simulator.clock.now())
      await git(dirk.folder, ['push', '--quiet', 'origin', 'HEAD:env/qa'], 'dirk')
      await deployProduction(stage)
      await reviewSync(stage, 'qa', 'dora')
      for (const environment of below) await lookAtContent(stage, environment, '.nvmrc', '24')
      expect([...(await packagesOf(stage.bare, 'env/qa')).keys()]).toEqual(['gift-cards'])
    })

    it('is told and not deployed where a person merged its pull request too early, and counts once it is approved', async () => {
      const { stage } = opened
      await pushToMain(stage, '.editorconfig', () => 'root = true')
      await deployProduction(stage)
      const pull = (await pullsOf(stage, 'sync/qa')).find((each) => each.state === 'open')
      const trouble = await squashSync(stage)
      expect(await runAdvice(stage, trouble.mend[0]?.run ?? '')).toContain('approvals')
      expect((await deployQa(stage)).said).toContain('before its gates were open')
      const swept = await sweep(stage)
      expect(swept.said).toContain(`#${pull?.number}, merged by hand: pending (gates-pending)`)
      await stage.rest('dora').review(pull?.number ?? 0, 'APPROVE')
      await stage.settle()
      expect(await troublesIn(stage)).toEqual([])
      await lookAtContent(stage, 'qa', '.editorconfig', 'root = true')
      expect((await deployQa(stage)).said).toContain('holds what its branch says')
    })

    it('leaves nothing open, owed or in drift', async () => {
      const { stage } = opened
      expect(await openPulls(stage)).toEqual([])
      for (const environment of ['integration', 'qa', 'production'] as const) {
        expect(await owedTo(stage, environment)).toBeUndefined()
        expect(await stage.cli('maya', ['drift', environment])).toMatchObject({ code: 0 })
      }
      expect(await stage.cli('maya', ['ledger', 'verify'])).toMatchObject({ code: 0 })
    })

    it('can be taken out again where a person merged it too early, and is then asked about before it comes', async () => {
      const { stage } = opened
      await pushToMain(stage, 'docs/owners.md', () => 'Ask dora.')
      await deployProduction(stage)
      const trouble = await squashSync(stage)
      expect(trouble.what).toMatch(/^#\d+, which brings production's newer content, was merged into env\/qa by hand/)
      await runAdvice(stage, trouble.mend[1]?.run ?? '')
      expect(await troublesIn(stage)).toEqual([])
      expect((await deployQa(stage)).said).toContain('holds what its branch says')
      await askForSync(stage, 'qa')
      expect(await openPulls(stage)).toEqual(['sync/qa'])
      expect(await fileAt(stage.bare, 'env/qa', 'docs/owners.md')).toBeUndefined()
    })
  })
}

/** What a bot or a person does on the default branch of any repository. */
async function pushToMain(stage: Stage, path: string, change: (text: string) => string): Promise<void> {
  const maya = await stage.clone('maya')
  const text = change((await fileAt(stage.bare, 'main', path)) ?? '')
  await maya.pushFiles('main', new Map([[path, `${text}\n`]]), `Change ${path}`)
  await stage.settle()
}

async function deployProduction(stage: Stage): Promise<void> {
  await stage.rest('maya').dispatch('stagecoach-deploy.yml', { environment: 'production' })
  await stage.settle()
}

async function askForSync(stage: Stage, environment: EnvironmentName): Promise<void> {
  await stage.rest('maya').dispatch('stagecoach-promote.yml', { environment, sync: 'true' })
  await stage.settle()
}

async function syncByCli(stage: Stage): Promise<unknown> {
  return JSON.parse((await stage.cli('maya', ['sync', '--json'])).stdout)
}

/** Somebody presses "Squash and merge" on the open sync of qa; what is told of it. */
async function squashSync(stage: Stage): Promise<Trouble> {
  const pull = (await pullsOf(stage, 'sync/qa')).find((each) => each.state === 'open')
  await stage.rest('linus').merge(pull?.number ?? 0, 'squash')
  await stage.settle()
  return onlyTrouble(stage)
}

async function reviewSync(stage: Stage, environment: EnvironmentName, login: 'maya' | 'dora'): Promise<void> {
  const [pull] = await pullsOf(stage, `sync/${environment}`)
  if (pull?.state !== 'open') throw new Error(`No sync of ${environment} is open.`)
  await stage.rest(login).review(pull.number, 'APPROVE')
  await stage.settle()
}

/** Production's file is there, and the branch says which production commit it contains. */
async function lookAtContent({ bare }: Stage, environment: EnvironmentName, path: string, words: string): Promise<void> {
  const branch = branchOf[environment]
  expect(await fileAt(bare, branch, path)).toContain(words)
  const baseline = JSON.parse((await fileAt(bare, branch, '.stagecoach/baseline.json')) ?? '') as { commit: string }
  expect([environment, baseline.commit]).toEqual([environment, await git(bare, ['rev-parse', 'main'])])
}

async function lastVerifiedCommit({ bare }: Stage, environment: EnvironmentName): Promise<string | undefined> {
  const records = await ledgerRecords(bare)
  return records.findLast((each) => each.kind === 'verification' && each.environment === environment && each.passed === true)
    ?.commit
}
