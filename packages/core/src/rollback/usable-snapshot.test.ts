import { expect, it } from 'vitest'
import { usableSnapshot, type SnapshotFacts } from './usable-snapshot.ts'

const [older, newer] = ['a'.repeat(16), 'b'.repeat(16)]
const at = '2026-11-20T08:00:00.000Z'
const ran = (...operations: string[]) => operations.map((operation) => ({ operation }))
const facts = (rest: Partial<SnapshotFacts>): SnapshotFacts => ({
  environment: { disposable: true },
  snapshots: [{ operation: newer, at }],
  log: ran('first', newer),
  operations: [newer],
  ...rest,
})

it.each([
  ['the copy from right before what goes', {}, newer],
  ['also when no log row tells of it: only half a file ran', { log: ran('first') }, newer],
  ['not where data matters', { environment: { disposable: false } }, undefined],
  ['not the copy from before something else', { snapshots: [{ operation: 'c'.repeat(16), at }] }, undefined],
  ['not when there is none', { snapshots: [] }, undefined],
  ['not when something that stays ran since', { log: ran('first', newer, 'other') }, undefined],
  ['not when what goes began before it', { log: ran('first', older, newer), operations: [newer, older] }, undefined],
  [
    'the older of two, when both operations go',
    {
      log: ran('first', older, newer),
      operations: [newer, older],
      snapshots: [newer, older].map((operation) => ({ operation, at })),
    },
    older,
  ],
  ['not when an earlier one without a row may have left half of a file', { operations: [newer, older] }, undefined],
  [
    'not when a second operation may have left half of a file before it',
    { log: ran('first'), operations: [newer, older] },
    undefined,
  ],
])('finds %s', (_, given, operation) => {
  expect(usableSnapshot(facts(given))?.operation).toBe(operation)
})
