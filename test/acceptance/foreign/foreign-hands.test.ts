import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { logOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { branchOf, commentOn } from '../look/promotions.ts'
import { pushBranch } from '../stage/push-branch.ts'
import { engine } from '../stage/engines.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { git } from '../../story/stage/git-person.ts'
import { ask } from '../story/7-status.ts'
import { openBadDayPages } from './bad-day-pages.ts'
import { approve, arrive, askForPromotion, bringToQa, deployQa, featureFiles } from './foreign-shop.ts'
import { onlyTrouble, pushToQa, runAdvice, shopOfQa, sweep, tipOf, troublesIn } from './foreign-shop.ts'

let opened: TemporaryStage
let stage: Stage
const pages = openBadDayPages()
const tried = [
  'README',
  'closed-pull-request',
  'edited-migration',
  'edited-package-file',
  'merged-by-hand',
  'push-from-outside',
  'push-to-a-promotion',
  'settings',
]
beforeAll(async () => {
  opened = await openTemporaryStage(engine(), { configure: shopOfQa })
  ;({ stage } = opened)
  await arrive(stage, 'alpha')
  await bringToQa(stage, 'alpha')
})
afterAll(() => opened.close())

/** Ends with qa as it was verified, and able to take a change. */
async function lookThatQaIsWell(...names: string[]): Promise<void> {
  expect(await troublesIn(stage)).toEqual([])
  expect((await deployQa(stage)).said).toContain('holds what its branch says')
  expect([...(await packagesOf(stage.bare, branchOf.qa)).keys()].sort()).toEqual(names)
}

async function verifications(): Promise<number> {
  const records = await ledgerRecords(stage.bare)
  return records.filter((each) => each.kind === 'verification' && each.environment === 'qa').length
}

describe('a promotion merged by a person', () => {
  it.each(['squash', 'rebase', 'merge'] as const)(
    'with "%s" before its gates were open is not deployed, is explained, and can be taken out again',
    async (method) => {
      const name = `by${method}`
      await arrive(stage, name)
      const before = await verifications()
      const pull = await askForPromotion(stage, 'maya', 'qa', name)
      await stage.rest('maya').merge(pull?.number ?? 0, method)
      await stage.settle()
      const trouble = await onlyTrouble(stage)
      expect(trouble.what).toContain(`#${pull?.number} (${name}`)
      expect(trouble.what).toContain('by hand')
      expect((await deployQa(stage)).said).toContain('before its gates were open')
      const swept = await sweep(stage)
      expect(swept.said).toContain(`#${pull?.number}, merged by hand: pending (gates-pending)`)
      expect(await commentOn(stage, `promote/qa/${name}`)).toContain('by hand')
      expect(await verifications()).toBe(before)
      expect(await logOf(stage.databases, 'qa', name)).toEqual([])
      const explained = await stage.cli('maya', ['explain', 'alpha', 'qa'])
      expect(explained.stdout).toContain('verified')

      // A merge commit is reverted with `-m 1`, as the page says beside the command.
      expect(pages.shows('merged-by-hand', trouble.mend[1]?.run.replace(' -m 1', '') ?? '', name)).toBe(true)
      await runAdvice(stage, trouble.mend[1]?.run ?? '')
      await lookThatQaIsWell('alpha')
      const closed = await stage.cli('maya', ['explain', name, 'qa'])
      expect(closed.stdout).toContain('is not open any more')
    },
  )

  it('counts once its gates are open: a review of the merged pull request lets it be deployed', async () => {
    await arrive(stage, 'late')
    const pull = await askForPromotion(stage, 'maya', 'qa', 'late')
    await stage.rest('maya').merge(pull?.number ?? 0, 'squash')
    await stage.settle()
    const trouble = await onlyTrouble(stage)
    expect(trouble.mend[0]?.run).toBe(pages.command('merged-by-hand', 'stagecoach gate', 'late'))
    expect(await runAdvice(stage, trouble.mend[0]?.run ?? '')).toContain('approvals')
    expect(await logOf(stage.databases, 'qa', 'late')).toEqual([])
    await stage.rest('dora').review(pull?.number ?? 0, 'APPROVE')
    await stage.settle()
    expect(await logOf(stage.databases, 'qa', 'late')).toEqual(['applied 0001_it'])
    await lookThatQaIsWell('alpha', 'late')
  })
})

describe('a pull request that a person put away', () => {
  it.each(['closed', 'its branch deleted'])('%s: is said, left alone, and proposed again by command', async (how) => {
    const name = how === 'closed' ? 'closed' : 'deleted'
    await arrive(stage, name)
    const first = await askForPromotion(stage, 'maya', 'qa', name)
    if (how === 'closed') await stage.rest('maya').close(first?.number ?? 0)
    else await git((await stage.clone('maya')).folder, ['push', '--quiet', 'origin', `:refs/heads/promote/qa/${name}`], 'maya')
    await stage.settle()
    const { stdout } = await stage.cli('maya', ['explain', name, 'qa'])
    expect(stdout).toContain(`#${first?.number}`)
    expect(stdout).toContain('is not open any more')
    expect(stdout).toContain(`stagecoach promote qa ${name}`)
    await sweep(stage)
    expect(await stage.promotion('qa', name)).toBeUndefined()
    if (how === 'closed') {
      expect(await runAdvice(stage, pages.command('closed-pull-request', 'stagecoach hold', name))).toMatch(/^0 /)
      expect((await ask(stage, ['promote', 'qa', name])).reason).toBe('held')
      await runAdvice(stage, `stagecoach release ${name} --environment qa --reason '…'`)
    }
    await runAdvice(stage, pages.command('closed-pull-request', 'stagecoach promote', name))
    await approve(stage, 'qa', name, ['dora'])
    expect((await packagesOf(stage.bare, branchOf.qa)).has(name)).toBe(true)
    expect(await troublesIn(stage)).toEqual([])
  })
})

it('a push to a promotion is refused by path, kept, and the promotion made again by command', async () => {
  await arrive(stage, 'pushed')
  await askForPromotion(stage, 'maya', 'qa', 'pushed')
  const branch = 'promote/qa/pushed'
  await pushBranch(stage, 'linus', { branch, from: branch, files: { 'src/extra.js': 'export {}\n' } })
  const mine = await tipOf(stage, branch)
  expect(await commentOn(stage, branch)).toContain('src/extra.js')
  const { reason, message, advice } = await ask(stage, ['promote', 'qa', 'pushed'])
  expect(reason).toBe('foreign-change')
  for (const program of ['git push', 'stagecoach promote'])
    expect(advice?.[0]).toContain(pages.command('push-to-a-promotion', program, 'pushed'))
  expect(message).toContain('src/extra.js')
  expect(await tipOf(stage, branch)).toBe(mine)
  expect((await stage.cli('maya', ['explain', 'pushed', 'qa'])).stdout).toContain('src/extra.js')
  await runAdvice(stage, pages.command('push-to-a-promotion', 'git push', 'pushed'))
  await runAdvice(stage, pages.command('push-to-a-promotion', 'stagecoach promote', 'pushed'))
  await approve(stage, 'qa', 'pushed', ['dora'])
  expect(await fileAt(stage.bare, branchOf.qa, 'src/extra.js')).toBeUndefined()
  expect((await packagesOf(stage.bare, branchOf.qa)).has('pushed')).toBe(true)
})

describe('a push to env/qa', () => {
  const held = ['alpha', 'closed', 'deleted', 'late', 'pushed']
  const path = '.stagecoach/packages/alpha.json'

  it('that touches no package is noted, kept, and comes with the next promotion', async () => {
    await pushToQa(stage, { 'docs/note.md': 'by hand\n' })
    expect(await troublesIn(stage)).toEqual([])
    await arrive(stage, 'next')
    await bringToQa(stage, 'next')
    expect(await fileAt(stage.bare, branchOf.qa, 'docs/note.md')).toBe('by hand')
    held.push('next')
    held.sort()
    await lookThatQaIsWell(...held)
  })

  it('that edits a package file, well formed, is not believed, and is put back', async () => {
    const good = (await fileAt(stage.bare, branchOf.qa, path)) ?? ''
    await pushToQa(stage, { [path]: `${good.replace('"requires":[]', '"requires":["nothing"]')}\n` })
    const trouble = await onlyTrouble(stage)
    expect(trouble.what).toContain(`${path} on env/qa says something else`)
    expect((await deployQa(stage)).said).toContain('says something else')
    await runAdvice(stage, trouble.mend[0]?.run ?? '')
    expect(await fileAt(stage.bare, branchOf.qa, path)).toBe(good)
    await lookThatQaIsWell(...held)
  })

  it('that breaks a package file stops the environment alone, and is put back', async () => {
    await pushToQa(stage, { [path]: '{}\n', '.stagecoach/mine.txt': 'x\n' })
    await pushToQa(stage, { 'docs/note.md': 'on top\n' })
    const trouble = await onlyTrouble(stage)
    expect(trouble.what).toContain('env/qa cannot be read')
    const deployed = await deployQa(stage)
    expect(deployed.conclusions('Stagecoach deploy')).toEqual(['failure'])
    expect(deployed.said).toContain('cannot be read')
    const swept = await sweep(stage)
    expect(swept.conclusions('Stagecoach sweep')).toEqual(['success'])
    expect(swept.said).toContain('cannot be read')
    expect(swept.said).toContain('| Package |')
    expect(pages.shows('edited-package-file', trouble.mend[0]?.run ?? '', 'alpha')).toBe(true)
    await runAdvice(stage, trouble.mend[0]?.run ?? '')
    expect(await troublesIn(stage)).toEqual([])
    await arrive(stage, 'after')
    await bringToQa(stage, 'after')
    held.push('after')
    held.sort()
    await lookThatQaIsWell(...held)
    expect(await fileAt(stage.bare, branchOf.qa, 'docs/note.md')).toBe('on top')
  })

  it.each(['deletes a package file', 'edits the baseline'])('that %s is not believed, and is taken back', async (how) => {
    const deletes = how.startsWith('deletes')
    const said = deletes ? /took alpha \S+ off the list of env\/qa/ : /edited \.stagecoach\/baseline\.json/
    const edited = deletes ? path : '.stagecoach/baseline.json'
    const good = await fileAt(stage.bare, branchOf.qa, edited)
    await pushToQa(stage, { [edited]: deletes ? undefined : `${good?.replace(/[0-9a-f]{40}/, await tipOf(stage))}\n` })
    const trouble = await onlyTrouble(stage)
    expect(trouble.what).toMatch(said)
    expect((await deployQa(stage)).said).toMatch(said)
    expect(await logOf(stage.databases, 'qa', 'alpha')).toEqual(['applied 0001_it'])
    await runAdvice(stage, trouble.mend[0]?.run ?? '')
    expect(await fileAt(stage.bare, branchOf.qa, edited)).toBe(good)
    await lookThatQaIsWell(...held)
  })

  it('that edits a migration is named with the file, and taken out', async () => {
    const migration = 'db/migrations/alpha/0001_it.sql'
    await pushToQa(stage, { [migration]: 'create table public.alpha (id text primary key);\n' })
    const trouble = await onlyTrouble(stage)
    expect(trouble.what).toContain(`It edited ${migration}`)
    expect((await deployQa(stage)).said).toContain('cannot be told')
    expect(pages.shows('edited-migration', trouble.mend[0]?.run ?? '', 'alpha')).toBe(true)
    await runAdvice(stage, trouble.mend[0]?.run ?? '')
    expect(await fileAt(stage.bare, branchOf.qa, migration)).toBe(featureFiles('alpha')[migration]?.trim())
    await lookThatQaIsWell(...held)
  })

  it('that changes a package’s file can be kept by a person who answers for it', async () => {
    await pushToQa(stage, { 'src/alpha.js': 'export const alpha = 2\n' })
    const trouble = await onlyTrouble(stage)
    expect(trouble.code).toBe('presence-unknown')
    expect(pages.shows('push-from-outside', trouble.mend[0]?.run ?? '', 'alpha')).toBe(true)
    expect(trouble.mend[1]?.run).toContain('stagecoach ack alpha --environment qa')
    await runAdvice(stage, pages.command('push-from-outside', 'stagecoach ack', 'alpha'))
    expect(await troublesIn(stage)).toEqual([])
    expect(await fileAt(stage.bare, branchOf.qa, 'src/alpha.js')).toContain('2')
  })
})

describe('a repair merged by a person', () => {
  it('before the gates of the way back were open is not deployed, is explained, and counts once they are', async () => {
    const path = '.github/stagecoach.yml'
    const config = (await fileAt(stage.bare, 'main', path)) ?? ''
    const gated = config.replace('    branch: env/qa\n', '    branch: env/qa\n    rollback-gates: [approvals: { count: 1 }]\n')
    await pushBranch(stage, 'maya', { branch: 'main', from: 'main', files: { [path]: `${gated}\n` } })
    await arrive(stage, 'wrong')
    await bringToQa(stage, 'wrong')
    await stage.rest('maya').dispatch('stagecoach-rollback.yml', { environment: 'qa', package: 'wrong', reason: 'it is wrong' })
    await stage.settle()
    const repair = (await stage.rest('maya').pullRequests()).find((each) => each.head.ref.startsWith('rollback/qa/'))
    await stage.rest('maya').merge(repair?.number ?? 0, 'squash')
    await stage.settle()
    const before = await verifications()
    const trouble = await onlyTrouble(stage)
    expect(trouble.what).toContain(`#${repair?.number}`)
    expect(trouble.what).toContain('by hand')
    const woken = await deployQa(stage)
    expect(woken.said).toContain('its gates were open')
    expect(await verifications()).toBe(before)
    expect(await runAdvice(stage, trouble.mend[0]?.run ?? '')).toContain('before its gates were open')

    await stage.rest('dora').review(repair?.number ?? 0, 'APPROVE')
    await stage.settle()
    await sweep(stage)
    expect(await verifications()).toBe(before + 1)
    expect(await troublesIn(stage)).toEqual([])
    expect((await packagesOf(stage.bare, branchOf.qa)).has('wrong')).toBe(false)
    const { stdout } = await stage.cli('maya', ['explain', 'wrong', 'qa'])
    expect(stdout).toContain('is held')
  })
})

describe('the pages', () => {
  it('begin with commands that only look', async () => {
    for (const [page, start] of [
      ['README', 'stagecoach status'],
      ['README', 'stagecoach explain'],
      ['README', 'stagecoach doctor'],
      ['settings', 'stagecoach doctor'],
    ] as const) {
      const said = await runAdvice(stage, pages.command(page, start, 'alpha'))
      expect(said).toMatch(start.endsWith('doctor') ? /^[03] / : /^0 /)
    }
    const told = await stage.cli('maya', ['explain', 'alpha', 'qa'])
    expect(told.stdout).toMatch(/so far\n(.*\n)*.*is merged as/)
    expect(told.stdout).toMatch(/is acknowledged: .*\(maya\)/)
    // The redirection is the runner's: the rest is run as it stands.
    const summary = pages.command('settings', 'stagecoach doctor --markdown', 'alpha').replace(/ >>.*$/, '')
    expect(await runAdvice(stage, summary)).toContain('|---|')
  })

  it('hold no command that no test has tried', () => {
    expect(pages.untried(...tried)).toEqual([])
  })
})
