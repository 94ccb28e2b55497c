import { expect } from 'vitest'
import type { Stage } from '../../story/stage/stage.ts'
import { packagesOf } from '../look/branch.ts'
import { hasColumn, hasTable } from '../look/database.ts'
import { ledgerRecords, nameOf, type LookedGate, type LookedRecord } from '../look/ledger-records.ts'
import { commentOn, openPulls, sectionOf } from '../look/promotions.ts'

const name = 'drop-legacy-codes'

/** The contract waits: acknowledged by dora and approved by her alone, since what she approved first was another effect. */
export async function lookAtVoidApproval(stage: Stage): Promise<void> {
  const decisions = await decisionsInProduction(stage)
  const voids = decisions.flatMap((each) => gateOf(each, 'approvals')?.reasons ?? []).filter((reason) => /void/.test(reason))
  expect(voids.some((reason) => reason.includes('@dora'))).toBe(true)
  const asked = decisions.map((each) => gateOf(each, 'migrations')).filter((gate) => gate?.state === 'pending')
  expect(asked.length).toBeGreaterThan(0)
  const now = decisions.at(-1)
  expect(gateOf(now, 'migrations')?.state).toBe('pass')
  expect(gateOf(now, 'approvals')).toMatchObject({ state: 'pending', reasons: ['1 of 2 approvals: @dora.'] })
  await expectNotShipped(stage)
}

/** What people are asked to approve: both statements in their order, and that nothing leads back. */
export async function lookAtContractComment(stage: Stage): Promise<void> {
  const comment = await commentOn(stage, `promote/production/${name}`)
  const rows = sectionOf(comment, 'What will run').split('\n').slice(2)
  expect(rows).toEqual([
    expect.stringMatching(/^\| 1 \| <code>drop-legacy-codes\/0001.*<\/code> \| contract \| \w+ \| no script \|$/),
    expect.stringMatching(/^\| 2 \| <code>drop-legacy-codes\/0002.*<\/code> \| contract \| \w+ \| no script \|$/),
  ])
  expect(sectionOf(comment, 'Point of no return')).toContain('Step 1, `drop-legacy-codes/0001')
}

/** loyalty went to production in between, and dora's approval stands; the freeze holds it all, and says until when. */
export async function lookAtFreeze(stage: Stage): Promise<void> {
  expect((await packagesOf(stage.bare, 'main')).has('loyalty')).toBe(true)
  expect(await hasTable(stage.databases, 'production', 'loyalty_account')).toBe(true)
  const now = (await decisionsInProduction(stage)).at(-1)
  const approvals = gateOf(now, 'approvals')
  expect(approvals?.state).toBe('pass')
  expect(approvals?.reasons.join(' ')).toMatch(/2 of 2 approvals: @dora, @dirk\..*@dora is carried over: loyalty moved since/)
  // Fourteen days of Berlin from 20 December: its winter time is UTC+1.
  expect(gateOf(now, 'freeze')).toMatchObject({ state: 'pending', until: '2027-01-02T23:00:00.000Z' })
  expect(now?.decision?.gates.filter((gate) => gate.state !== 'pass').map((gate) => gate.gate)).toEqual(['freeze'])
  await expectNotShipped(stage)
}

/** The sweep found the freeze over and shipped it; no person did anything since. */
export async function lookAtContractShipped(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  expect((await packagesOf(bare, 'main')).has(name)).toBe(true)
  expect(await hasColumn(databases, 'production', 'product', 'legacy_code')).toBe(false)
  expect(await hasTable(databases, 'production', 'legacy_code')).toBe(false)
  expect(await openPulls(stage)).toEqual([])
}

async function expectNotShipped({ bare, databases }: Stage): Promise<void> {
  expect((await packagesOf(bare, 'main')).has(name)).toBe(false)
  expect(await hasColumn(databases, 'production', 'product', 'legacy_code')).toBe(true)
  expect(await hasTable(databases, 'production', 'legacy_code')).toBe(true)
}

async function decisionsInProduction({ bare }: Stage): Promise<LookedRecord[]> {
  const records = await ledgerRecords(bare)
  return records.filter((record) => record.kind === 'decision' && record.environment === 'production' && nameOf(record) === name)
}

function gateOf(record: LookedRecord | undefined, gate: string): LookedGate | undefined {
  return record?.decision?.gates.find((each) => each.gate === gate)
}
