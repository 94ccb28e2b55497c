import { expect } from 'vitest'
import { git } from '../../story/stage/git-person.ts'
import { environments } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasTable, valueOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { branchOf, openPulls } from '../look/promotions.ts'

/** Three environments with forty rows of flyway each, recorded in database and ledger; no migration of theirs is a package. */
export async function lookAtAdoption(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  for (const each of environments) {
    const applied = 'select count(*)::integer from public.flyway_schema_history where success'
    expect([each, await valueOf(databases, each, applied)]).toEqual([each, 40])
    expect(await hasTable(databases, each, 'supplier_note')).toBe(true)
    expect(await valueOf(databases, each, 'select count(*)::integer from stagecoach.log')).toBe(0)
    expect([...(await packagesOf(bare, branchOf[each])).keys()]).toEqual([])
    expect(await stage.cli('maya', ['drift', each])).toMatchObject({ code: 0 })
  }
  const kinds = (await ledgerRecords(bare)).map(({ kind, environment }) => `${kind} ${environment ?? ''}`)
  expect(kinds).toEqual(environments.flatMap((each) => [`adoption ${each}`, `baseline ${each}`]))
  expect(await openPulls(stage)).toEqual([])
}

/** On top of what flyway made, which stays as it was; the line that both want was decided once. */
export async function lookAtNextFeatures(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  expect([...(await packagesOf(bare, 'env/integration')).keys()].sort()).toEqual(['loyalty', 'search'])
  for (const table of ['loyalty_account', 'product_search', 'supplier_note'])
    expect([table, await hasTable(databases, 'integration', table)]).toEqual([table, true])
  expect(await fileAt(bare, 'env/integration', 'src/product-page.js')).toMatch(/loyaltyNote\(.*relatedSearches\(/)
  expect(await fileAt(bare, 'env/integration', '.stagecoach/baseline.json')).toContain(await git(bare, ['rev-parse', 'main']))
  expect(await openPulls(stage)).toEqual([])
}
