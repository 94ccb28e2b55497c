import { expect, it } from 'vitest'
import type { LogEntry } from '../ports/database.ts'
import { logEntry, packageRef } from '../testing/packages.ts'
import { changedBy } from './applied.ts'

const [first, second] = [packageRef('loyalty'), packageRef('loyalty', '2.0.0')]
const by = (operation: string, ref: typeof first, migration: string, event: LogEntry['event'] = 'applied') =>
  logEntry(ref, migration, { operation, event })
const versions = (rows: readonly LogEntry[]) => rows.map((row) => `${row.migration} ${row.version}`)

it.each([
  ['applied something new', [by('a', first, '0001'), by('b', second, '0002')], ['0002 2.0.0'], []],
  [
    'put another form in the place of one',
    [by('a', first, '0001'), by('b', first, '0001', 'undone'), by('b', second, '0001')],
    ['0001 2.0.0'],
    ['0001 1.0.0'],
  ],
  ['dropped one', [by('a', first, '0001'), by('a', first, '0002'), by('b', first, '0002', 'undone')], [], ['0002 1.0.0']],
  [
    'put another form in the place of what was left behind',
    [by('a', first, '0001'), by('x', first, '0001', 'left-behind'), by('b', first, '0001', 'undone'), by('b', second, '0001')],
    ['0001 2.0.0'],
    ['0001 1.0.0'],
  ],
  [
    'was taken back half, and its form before is there again',
    [
      by('a', first, '0001'),
      by('b', first, '0001', 'undone'),
      by('b', second, '0001'),
      by('r', second, '0001', 'undone'),
      by('r', first, '0001'),
    ],
    [],
    [],
  ],
  ['never ran', [by('a', first, '0001')], [], []],
] as const)('knows what an operation changed that %s', (_, log, applied, undone) => {
  const changed = changedBy(log, ['b'])
  expect([versions(changed.applied), versions(changed.undone)]).toEqual([applied, undone])
})
