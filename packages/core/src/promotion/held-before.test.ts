import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { heldBefore, overtakenBy } from './held-before.ts'

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

it.each([
  ['what was there before it', [[loyalty], [loyalty, gift]], gift, [loyalty]],
  ['nothing of what came later, for that keeps its place', [[gift], [gift, loyalty]], gift, []],
  ['what came in the same deployment', [[gift, loyalty]], gift, [loyalty]],
  ['what was there before its newest version', [[loyalty], [loyalty, gift], [gift, newer]], newer, [gift]],
  ['a neighbour whose first version was there before it', [[loyalty], [loyalty, gift], [gift, newer]], gift, [newer]],
  ['what came while it was rolled back', [[gift], [loyalty], [loyalty, gift]], gift, [loyalty]],
  ['everything, when a lane takes it past an environment', [[loyalty, search]], gift, [loyalty, search]],
])('overtakes %s', (_what, states, moving, overtaken) => {
  const seen = sampleView(...states.map((packages) => verified('qa', packages)))
  expect(overtakenBy(seen, ['qa'], moving, [])).toEqual(overtaken)
  expect(overtakenBy(seen, ['qa'], moving, overtaken)).toEqual([])
})
