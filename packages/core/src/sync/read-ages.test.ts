import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import type { PackageRef } from '../package/package.ts'
import { readAges } from './read-ages.ts'

const one = samplePackage('loyalty')
const two = samplePackage('loyalty', { version: '2.0.0' })

const verified = (operation: string, packages: PackageRef[]): LedgerEntry => ({
  kind: 'verification',
  operation: operation.repeat(16),
  environment: 'production',
  commit: sampleOid(operation),
  content: sampleOid(operation),
  packages,
  passed: true,
  checks: [],
})

it.each([
  ["older, when its source is contained in production's", [[one, two]], [], 'older'],
  ["newer, when it contains production's source", [[two, one]], [[one]], 'newer'],
  ['older, when production itself went on from it', [], [[one], [two]], 'older'],
  ['apart, when nothing says so', [], [[two]], 'apart'],
] as [string, [PackageRef, PackageRef][], PackageRef[][], string][])(
  'calls a held version %s',
  async (_what, contained, states, age) => {
    const isAncestor = (a: string, b: string) =>
      Promise.resolve(contained.some(([older, newer]) => older.source === a && newer.source === b))
    const view = sampleView(...states.map((packages, index) => verified('abc'[index] ?? 'd', packages)))
    const ageOf = await readAges({ isAncestor }, view, 'production', [two], [one])
    expect(ageOf(one, two)).toBe(age)
  },
)
