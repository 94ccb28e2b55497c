import { expect, it } from 'vitest'
import type { PackageRef } from '../package/package.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { leftBehindPackages } from './left-behind.ts'
import type { LedgerEntry } from './record.ts'

const first = samplePackage('gift-cards')
const second = samplePackage('gift-cards', { version: '2.0.0' })
const third = samplePackage('gift-cards', { version: '3.0.0' })
const place = { environment: 'qa', commit: sampleOid('commit'), content: sampleOid('content') }
const rollback = (to?: PackageRef): LedgerEntry => ({
  kind: 'rollback',
  environment: 'qa',
  operation: 'b'.repeat(16),
  of: 'a'.repeat(16),
  package: second,
  ...(to === undefined ? {} : { to }),
  plan: 'application-only',
  state: 'repaired',
  automatic: true,
  reason: 'prices',
})
const verified = (packages: PackageRef[]): LedgerEntry => ({
  kind: 'verification',
  operation: 'c'.repeat(16),
  ...place,
  packages,
  passed: true,
  checks: [],
})

it.each([
  ['the package left the environment', [rollback()], [], ['2.0.0']],
  ['the version before came back', [rollback(first), verified([first])], [first], ['2.0.0']],
  ['a repaired version was verified since', [rollback(first), verified([third])], [third], []],
  ['the same version came back', [rollback(first)], [second], []],
])('knows what stayed in the database when %s', (_what, entries, present, versions) => {
  expect(leftBehindPackages(sampleView(...entries), 'qa', present).map((each) => each.version)).toEqual(versions)
})
