import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { featuresFolder } from '../../story/features/read-feature.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf, refsOf } from '../look/branch.ts'
import { hasTable } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { openPulls, pullsOf } from '../look/promotions.ts'

/** One resolution by one person counts in both environments. */
export async function lookAtResolution(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  const resolved = (await readFile(join(featuresFolder, 'search/resolution/src/product-page.js'), 'utf8')).trim()
  for (const branch of ['env/integration', 'env/qa']) {
    const names = [...(await packagesOf(bare, branch)).keys()]
    expect(names).toEqual(expect.arrayContaining(['gift-cards', 'loyalty', 'search']))
    expect(await fileAt(bare, branch, 'src/product-page.js')).toBe(resolved)
  }
  for (const environment of ['integration', 'qa'] as const) {
    expect(await hasTable(databases, environment, 'product_search')).toBe(true)
  }
  const resolutions = (await ledgerRecords(bare)).filter((record) => record.kind === 'resolution')
  expect(resolutions.map(({ environment, package: name }) => [environment, name])).toEqual([['integration', 'search']])
  expect(await refsOf(bare, 'refs/stagecoach/resolutions')).not.toEqual([])
  expect(await pullsOf(stage, 'promote/qa/search')).toMatchObject([{ draft: false, merged: true }])
  expect(await openPulls(stage)).toEqual([])
}

/** search was in conflict once, in integration, and its author is the person who resolved it. */
export async function lookAtConflict({ bare }: Stage): Promise<void> {
  const forms = (await ledgerRecords(bare)).filter((record) => record.kind === 'promotion')
  const conflicts = forms.filter((record) => record.state === 'conflict')
  expect(conflicts.map(({ environment, detail }) => [environment, detail?.includes('src/product-page.js')])).toEqual([
    ['integration', true],
  ])
}
