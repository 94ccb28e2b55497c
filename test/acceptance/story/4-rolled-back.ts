import { expect } from 'vitest'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf, treeOf } from '../look/branch.ts'
import { stateOf, logOf, type DatabaseState } from '../look/database.ts'
import { ledgerRecords, nameOf } from '../look/ledger-records.ts'
import { openPulls, pullsOf } from '../look/promotions.ts'

export interface BeforeRollback {
  database: DatabaseState
  held: string[]
  product: string
}

export async function beforeRollback({ bare, databases }: Stage): Promise<BeforeRollback> {
  return {
    database: await stateOf(databases, 'qa'),
    held: [...(await packagesOf(bare, 'env/qa')).keys()],
    product: await treeOf(bare, 'env/qa', 'src'),
  }
}

/** qa is what it was: database, branch, and the ledger says why. */
export async function lookAtRollback(stage: Stage, before: BeforeRollback): Promise<void> {
  const { bare, databases } = stage
  expect(await stateOf(databases, 'qa')).toEqual(before.database)
  expect(await logOf(databases, 'qa', 'price-rounding')).toEqual([
    'applied 0001_lines_in_cash_steps',
    'undone 0001_lines_in_cash_steps',
  ])
  expect([...(await packagesOf(bare, 'env/qa')).keys()]).toEqual(before.held)
  expect(await treeOf(bare, 'env/qa', 'src')).toBe(before.product)
  expect(await fileAt(bare, 'env/integration', 'db/migrations/price-rounding/0001_lines_in_cash_steps.sql')).toBeDefined()
  expect(await openPulls(stage)).toEqual([])

  const { digest } = (await packagesOf(bare, 'env/integration')).get('price-rounding') ?? {}
  const records = await ledgerRecords(bare)
  expect(records.filter((record) => record.kind === 'act' && record.act === 'hold')).toMatchObject([
    { environment: 'qa', digest },
  ])
  const failed = records.filter((record) => record.kind === 'verification' && record.passed === false)
  expect(failed).toMatchObject([{ environment: 'qa' }])
  const states = records.flatMap((record) => (record.kind === 'rollback' ? [record.state] : []))
  expect(states.at(-1)).toBe('repaired')
  const pulls = await stage.rest('maya').pullRequests('state=all')
  const repairs = pulls.filter((pull) => pull.head.ref.startsWith('rollback/qa/'))
  expect(repairs).toMatchObject([{ merged: true, base: { ref: 'env/qa' } }])
}

/** Another promotion has gone to qa since: price-rounding is not back, neither on the branch nor in the database. */
export async function lookAtNeighbour({ bare, databases }: Stage, neighbour: string): Promise<void> {
  const held = await packagesOf(bare, 'env/qa')
  expect(held.has(neighbour)).toBe(true)
  expect(held.has('price-rounding')).toBe(false)
  expect(await fileAt(bare, 'env/qa', 'features/price-rounding.json')).toBeUndefined()
  expect((await logOf(databases, 'qa', 'price-rounding')).at(-1)).toBe('undone 0001_lines_in_cash_steps')
}

/** The repaired version has another digest: it passes, and both its migrations have run. */
export async function lookAtRepaired(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  const held = (await packagesOf(bare, 'env/qa')).get('price-rounding')
  expect(held?.digest).toBe((await packagesOf(bare, 'env/integration')).get('price-rounding')?.digest)
  expect(await logOf(databases, 'qa', 'price-rounding')).toEqual([
    'applied 0001_lines_in_cash_steps',
    'undone 0001_lines_in_cash_steps',
    'applied 0001_lines_in_cash_steps',
    'applied 0002_totals_follow_lines',
  ])
  const holds = (await ledgerRecords(bare)).filter((record) => record.act === 'hold')
  expect(holds.map((record) => record.digest)).not.toContain(held?.digest)
  expect(holds.map(nameOf)).toEqual(['price-rounding'])
  expect(await pullsOf(stage, 'promote/qa/price-rounding')).toMatchObject([{ merged: true }, { merged: true }])
}
