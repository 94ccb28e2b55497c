import { expect } from 'vitest'
import { environments } from '../../story/stage/databases.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasTable } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { branchOf, openPulls, pullsOf } from '../look/promotions.ts'
import { owedTo } from './10-hotfix.ts'

/** One commit of a person is on every branch, by one pull request for each environment, and took no package and no line with it. */
export async function lookAtUpdate(stage: Stage, before: Readonly<Record<string, string[]>>): Promise<void> {
  const { bare, databases } = stage
  for (const each of environments) {
    const branch = branchOf[each]
    expect(await fileAt(bare, branch, 'package.json')).toContain('"node": ">=22"')
    const held = [...(await packagesOf(bare, branch)).keys()].sort()
    expect([each, held]).toEqual([each, [...new Set([...(before[each] ?? []), 'loyalty', 'retry-booking'])].sort()])
    expect(await hasTable(databases, each, 'loyalty_account')).toBe(true)
    expect(await fileAt(bare, branch, 'src/product-page.js')).toContain('loyaltyNote(')
    expect(await stage.cli('maya', ['drift', each])).toMatchObject({ code: 0 })
  }
  expect(await fileAt(bare, 'env/integration', 'src/product-page.js')).toContain('relatedSearches(')
  expect(await git(bare, ['log', '--format=%an: %s', 'main', '--', 'package.json'])).toContain('Dirk Index: Raise Node to 22')
  for (const each of ['integration', 'qa']) expect((await pullsOf(stage, `sync/${each}`)).every((pull) => pull.merged)).toBe(true)
  expect((await ledgerRecords(bare)).filter((record) => record.kind === 'rollback')).toEqual([])
  expect(await owedTo(stage)).toEqual({ integration: [], qa: [], production: [] })
  expect(await openPulls(stage)).toEqual([])
}
