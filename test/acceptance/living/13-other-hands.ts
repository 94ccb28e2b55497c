import { expect } from 'vitest'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { onlyTrouble, troublesIn } from '../foreign/foreign-shop.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasTable, logOf } from '../look/database.ts'
import { openPulls, parentsOfPromotions } from '../look/promotions.ts'
import { ask } from '../story/7-status.ts'

/** The squash is on the branch, explained with its way out, and nothing of it in the database. */
export async function lookAtSquash(stage: Stage): Promise<void> {
  expect((await packagesOf(stage.bare, 'env/qa')).has('search')).toBe(true)
  const trouble = await onlyTrouble(stage)
  expect(trouble.what).toMatch(/^#\d+ \(search .*\) was merged into env\/qa by hand/)
  expect(trouble.mend[0]?.run).toBe('stagecoach gate qa search')
  expect(await logOf(stage.databases, 'qa', 'search')).toEqual([])
  expect(await hasTable(stage.databases, 'qa', 'product_search')).toBe(false)
}

/** Approved, it is deployed as any other; the line that loyalty wants too is as ada decided it in integration. */
export async function lookAtApproved(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  expect(await troublesIn(stage)).toEqual([])
  expect(await logOf(databases, 'qa', 'search')).toEqual(['applied 0001_product_search'])
  expect(await fileAt(bare, 'env/qa', 'src/product-page.js')).toBe(await fileAt(bare, 'env/integration', 'src/product-page.js'))
  expect(await parentsOfPromotions(bare, 'env/qa')).not.toContain(2)
  expect(await openPulls(stage)).toEqual([])
}

/** Nobody can tell whether search is still whole, and status says why and whose commit it was. */
export async function lookAtPush(stage: Stage): Promise<void> {
  const trouble = await onlyTrouble(stage)
  expect(trouble).toMatchObject({ code: 'presence-unknown', package: 'search' })
  expect(trouble.what).toMatch(/"Quick fix", Linus Benedict/)
}

/** Taken out by a commit, with the history kept; qa is as it was verified, and the record holds. */
export async function lookAtMended(stage: Stage): Promise<void> {
  const { bare } = stage
  expect(await troublesIn(stage)).toEqual([])
  expect(await fileAt(bare, 'env/qa', 'src/search.js')).toBe(await fileAt(bare, 'env/integration', 'src/search.js'))
  const subjects = await git(bare, ['log', '--first-parent', '-2', '--format=%s', 'env/qa'])
  expect(subjects.split('\n')).toEqual(['Revert "Quick fix"', 'Quick fix'])
  expect(await stage.cli('maya', ['drift', 'qa'])).toMatchObject({ code: 0 })
  expect(await ask(stage, ['ledger', 'verify'])).toMatchObject({ code: 0 })
}
