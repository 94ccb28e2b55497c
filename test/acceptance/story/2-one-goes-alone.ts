import { expect } from 'vitest'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasTable, logOf } from '../look/database.ts'
import { commentOn, openPulls, sectionOf } from '../look/promotions.ts'
import type { Stage } from '../../story/stage/stage.ts'

/** gift-cards is in production without loyalty, and the comment proves that it could. */
export async function lookAtProduction(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  for (const branch of ['env/qa', 'main']) {
    expect([...(await packagesOf(bare, branch)).keys()]).toEqual(['gift-cards'])
    expect(await fileAt(bare, branch, 'src/gift-cards.js')).toBeDefined()
    expect(await fileAt(bare, branch, 'src/loyalty.js')).toBeUndefined()
  }
  for (const environment of ['qa', 'production'] as const) {
    expect(await hasTable(databases, environment, 'gift_card')).toBe(true)
    expect(await hasTable(databases, environment, 'loyalty_account')).toBe(false)
    expect(await logOf(databases, environment, 'gift-cards')).toEqual(['applied 0001_gift_card'])
  }
}

/** What people saw before they approved gift-cards for qa, where loyalty stayed behind, and for production. */
export async function lookAtComments(stage: Stage): Promise<void> {
  const toQa = await commentOn(stage, 'promote/qa/gift-cards')
  expect(sectionOf(toQa, 'It can go alone')).toBe('- `loyalty` <version> stays behind: no object in common.')
  const toProduction = await commentOn(stage, 'promote/production/gift-cards')
  expect(sectionOf(toProduction, 'What will run')).toBe(
    [
      '|  | Migration | Class | Lock | Undo |',
      '|---|---|---|---|---|',
      String.raw`| 1 | <code>gift-cards/0001\_gift\_card</code> | expand | brief | proved |`,
      '',
      'Then programmable objects, whose definitions lie in the branch:',
      '',
      '- `public.gift_card_balance(text)`: made, expand',
    ].join('\n'),
  )
  expect(sectionOf(toProduction, 'Point of no return')).toBe(
    'There is none: every migration has an undo script that was proved on a copy.',
  )
  expect(sectionOf(toProduction, 'Gates').split('\n')).toEqual([
    '| Gate | State | Why | Who or what opens it | Earliest |',
    '|---|---|---|---|---|',
    '| deployed | ✅ open | gift-cards <version> is verified in qa since <instant>. |  |  |',
    expect.stringMatching(/^\| rehearsed \| ✅ open \| Rehearsed on a clone \(\d+\): 1 migrations, 0 undone first \|  \|  \|$/),
    '| migrations | ✅ open | Every finding is of an allowed class. |  |  |',
    // A zero-width space keeps the comment from calling her again.
    '| approvals | ⏳ waits | 1 of 2 approvals: @&#8203;dora. | one more approval |  |',
    '| checks | ✅ open | Succeeded: ci. |  |  |',
    '| freeze | ✅ open | No freeze is on. |  |  |',
  ])
}

/** loyalty-tiers works where loyalty is, and is refused by the name of the table where it is not. */
export async function lookAtRefusal(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  expect([...(await packagesOf(bare, 'env/integration')).keys()].sort()).toEqual(['gift-cards', 'loyalty', 'loyalty-tiers'])
  expect([...(await packagesOf(bare, 'env/qa')).keys()]).toEqual(['gift-cards'])
  expect(await hasTable(databases, 'qa', 'loyalty_tier')).toBe(false)
  expect(await openPulls(stage)).toEqual([])
  const run = stage.simulator.runs.findLast((each) => each.workflowName === 'Stagecoach promote')
  const said = run?.jobs.map((job) => job.log).join('\n')
  expect(said).toContain('loyalty_account')
}
