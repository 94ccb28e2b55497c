import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { heldBefore } from './held-before.ts'

const [gift, loyalty, search] = [samplePackage('gift-cards'), samplePackage('loyalty'), samplePackage('search')]
const newer = samplePackage('loyalty', { version: '2.0.0', digest: 'f'.repeat(64) })
const verified = (environment: string, packages: PackageRef[]): LedgerEntry => ({
  kind: 'verification',
  environment,
  operation: 'a'.repeat(16),
  commit: sampleOid(environment),
  content: sampleOid(environment),
  packages,
  passed: true,
  checks: [],
})
const view = sampleView(verified('qa', [gift, loyalty]), verified('load', [search, newer, gift]))

it.each([
  ['nothing comes before', [], []],
  ['one environment comes before', ['qa'], [gift, loyalty]],
  ['two come before, with other versions of a package', ['qa', 'load'], [gift, loyalty, search, newer]],
  ['one of them has verified nothing yet', ['staging', 'qa'], [gift, loyalty]],
])('holds before it, when %s', (_what, after, held) => {
  expect(heldBefore(view, after)).toEqual(held)
})
