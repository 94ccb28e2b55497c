import { afterAll, beforeAll, expect, it } from 'vitest'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { packagesOf } from '../look/branch.ts'
import { branchOf } from '../look/promotions.ts'
import { openBadDayPages } from './bad-day-pages.ts'
import { engine } from '../stage/engines.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import {
  arrive,
  bringToQa,
  deployQa,
  forcePush,
  onlyTrouble,
  pushToQa,
  runAdvice,
  sweep,
  tipOf,
  shopOfQa,
  troublesIn,
} from './foreign-shop.ts'

let opened: TemporaryStage
let stage: Stage
const pages = openBadDayPages()
beforeAll(async () => {
  opened = await openTemporaryStage(engine(), { configure: shopOfQa })
  ;({ stage } = opened)
  for (const name of ['alpha', 'beta']) {
    await arrive(stage, name)
    await bringToQa(stage, name)
  }
})
afterAll(() => opened.close())

it.each([
  ['to the merge before', 1],
  ['to before the first merge', 2],
  ['to something else on an older merge', 'other'],
] as const)('a force push on env/qa %s deploys nothing, and is put back with nothing lost', async (_where, to) => {
  const before = await tipOf(stage)
  const older = await git(stage.bare, ['rev-parse', `${before}~${to === 'other' ? 1 : to}`])
  await forcePush(stage, older)
  if (to === 'other') await pushToQa(stage, { 'docs/other.md': 'a line of a person\n' })
  const there = await tipOf(stage)
  const trouble = await onlyTrouble(stage)
  expect(trouble).toMatchObject({ code: 'history-rewritten' })
  expect(trouble.what).toContain(`it was at ${before.slice(0, 12)}`)
  const deployed = await deployQa(stage)
  expect(deployed.conclusions('Stagecoach deploy')).toEqual(['success'])
  expect(deployed.said).toContain('rewound or replaced the history of env/qa')
  expect(pages.shows('force-push', trouble.mend[0]?.run ?? '', 'beta')).toBe(true)
  const asked = await stage.cli('maya', ['explain', 'beta', 'qa'])
  expect(asked.stdout).toContain('rewound or replaced')

  await runAdvice(stage, trouble.mend[0]?.run ?? '')
  expect(await troublesIn(stage)).toEqual([])
  expect(await tipOf(stage)).toBe(before)
  expect(await tipOf(stage, `kept/qa-${there.slice(0, 7)}`)).toBe(there)
  expect([...(await packagesOf(stage.bare, branchOf.qa)).keys()]).toEqual(['alpha', 'beta'])
  expect((await deployQa(stage)).said).toContain('holds what its branch says')
})

it('a deleted env/qa is put back where it was, and never started anew', async () => {
  const before = await tipOf(stage)
  await runAdvice(stage, 'git push origin :refs/heads/env/qa')
  const trouble = await onlyTrouble(stage)
  expect(trouble.what).toContain('Somebody deleted env/qa')
  expect((await deployQa(stage)).said).toContain('Somebody deleted env/qa')
  expect((await sweep(stage)).conclusions('Stagecoach sweep')).toEqual(['success'])
  expect(pages.shows('force-push', trouble.mend[0]?.run ?? '', 'beta')).toBe(true)
  await runAdvice(stage, trouble.mend[0]?.run ?? '')
  expect(await tipOf(stage)).toBe(before)
  expect(await troublesIn(stage)).toEqual([])
  expect((await deployQa(stage)).said).toContain('holds what its branch says')
})

it('leaves no command of the page untried', () => {
  expect(pages.untried('force-push')).toEqual([])
})
