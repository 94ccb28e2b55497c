import { expect } from 'vitest'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { logOf, stateOf, type DatabaseState } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { openPulls } from '../look/promotions.ts'
import { ask } from '../story/7-status.ts'

const applied = ['applied 0001_loyalty_account', 'applied 0002_points_of_past_orders', 'applied 0003_welcome_points']
const leftBehind = applied.map((line) => line.replace('applied', 'left-behind'))

/** The application and its branch are without loyalty, and with what dirk pushed; its tables harm nobody and stay, with every row; the version is held. */
export async function lookAtWayBack(stage: Stage, before: DatabaseState): Promise<void> {
  const { bare, databases } = stage
  expect((await stateOf(databases, 'production')).data).toEqual(before.data)
  expect((await logOf(databases, 'production', 'loyalty')).toSorted()).toEqual([...applied, ...leftBehind])
  expect([...(await packagesOf(bare, 'main')).keys()]).toEqual(['retry-booking'])
  expect(await fileAt(bare, 'main', 'src/loyalty.js')).toBeUndefined()
  expect(await fileAt(bare, 'main', 'package.json')).toContain('"node": ">=22"')
  const records = await ledgerRecords(bare)
  const rollback = records.findLast((record) => record.kind === 'rollback')
  expect(rollback).toMatchObject({ environment: 'production', state: 'repaired', plan: 'application-only' })
  const { digest } = (await packagesOf(bare, 'env/qa')).get('loyalty') ?? {}
  expect(records.filter((record) => record.act === 'hold')).toMatchObject([{ environment: 'production', digest }])
  expect(await stage.cli('maya', ['drift', 'production'])).toMatchObject({ code: 0 })
  expect(await openPulls(stage)).toEqual([])
}

/** The very same package is back, and found its tables there. */
export async function lookForward(stage: Stage, before: DatabaseState): Promise<void> {
  const { bare, databases } = stage
  const held = await packagesOf(bare, 'main')
  expect([...held.keys()].sort()).toEqual(['loyalty', 'retry-booking'])
  expect(held.get('loyalty')?.digest).toBe((await packagesOf(bare, 'env/qa')).get('loyalty')?.digest)
  expect(await stateOf(databases, 'production')).toEqual(before)
  expect(await logOf(databases, 'production', 'loyalty')).not.toContainEqual(expect.stringContaining('undone'))
  expect(await ask(stage, ['ledger', 'verify'])).toMatchObject({ code: 0 })
  expect(await openPulls(stage)).toEqual([])
}
