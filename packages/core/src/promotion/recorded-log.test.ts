import { expect, it } from 'vitest'
import { samplePackage } from '../testing/samples.ts'
import { hasRun } from './recorded-log.ts'

const failed = samplePackage('loyalty')
const other = samplePackage('search')
const ran = new Map([[failed.digest, ['loyalty/0001_points']]])

it.each([
  ['what a failed version ran', failed, '0001_points', true],
  ['what it did not come to', failed, '0002_tiers', false],
  ['a version that was verified', other, '0002_tiers', true],
])('knows of %s whether the target has it', (_, pkg, migration, answer) => {
  expect(hasRun(ran, pkg, migration)).toBe(answer)
})
