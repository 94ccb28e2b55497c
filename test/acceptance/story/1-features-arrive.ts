import { expect } from 'vitest'
import { fileAt, packagesOf, treeOf } from '../look/branch.ts'
import { git } from '../../story/stage/git-person.ts'
import { hasTable, logOf, valueOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { openPulls, parentsOfPromotions } from '../look/promotions.ts'
import type { Stage } from '../../story/stage/stage.ts'

/** Both features are in integration, branch and database, and nowhere else; no person did anything. */
export async function lookAtIntegration({ bare, databases, ...stage }: Stage): Promise<void> {
  const held = await packagesOf(bare, 'env/integration')
  expect([...held.keys()].sort()).toEqual(['gift-cards', 'loyalty'])
  for (const { name, source } of held.values()) {
    expect(await treeOf(bare, `feature/${name}`)).toBe(await treeOf(bare, source))
  }
  // The environment started from main's first commit, and says so from its first promotion on.
  const start = await git(bare, ['rev-parse', 'main'])
  expect(JSON.parse((await fileAt(bare, 'env/integration', '.stagecoach/baseline.json')) ?? '')).toEqual({
    schema: 1,
    commit: start.trim(),
  })
  for (const branch of ['env/qa', 'main']) expect([...(await packagesOf(bare, branch)).keys()]).toEqual([])
  expect(await parentsOfPromotions(bare, 'env/integration')).toEqual([1, 1])
  expect(await openPulls({ bare, databases, ...stage })).toEqual([])

  expect(await logOf(databases, 'integration', 'gift-cards')).toEqual(['applied 0001_gift_card'])
  expect(await logOf(databases, 'integration', 'loyalty')).toEqual([
    'applied 0001_loyalty_account',
    'applied 0002_points_of_past_orders',
  ])
  const customers = await valueOf(databases, 'integration', 'select count(*) from public.customer')
  expect(await valueOf(databases, 'integration', 'select count(*) from public.loyalty_account')).toEqual(customers)
  for (const environment of ['qa', 'production'] as const) {
    for (const table of ['gift_card', 'loyalty_account']) expect(await hasTable(databases, environment, table)).toBe(false)
  }

  const records = await ledgerRecords(bare)
  const verified = records.filter((record) => record.kind === 'verification' && record.passed === true)
  const digests = new Set(verified.flatMap((record) => record.packages?.map((each) => each.digest) ?? []))
  for (const { digest } of held.values()) expect(digests).toContain(digest)
  expect(records.filter((record) => ['approval', 'act', 'rollback'].includes(record.kind))).toEqual([])
}
