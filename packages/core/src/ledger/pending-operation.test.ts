import { expect, it } from 'vitest'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid } from '../testing/samples.ts'
import { pendingOperation } from './pending-operation.ts'
import type { LedgerEntry } from './record.ts'

const [opA, opB] = ['a'.repeat(16), 'b'.repeat(16)] as const
const place = { environment: 'qa', tip: sampleOid('tip'), tree: sampleOid('tree'), content: sampleOid('content') }
const intent = (operation: string): LedgerEntry => ({
  kind: 'intent',
  verb: 'promote',
  operation,
  ...place,
  packages: [],
  plan: '0'.repeat(64),
})
const lease = (action: 'acquire' | 'release', fence: number, operation: string): LedgerEntry => ({
  kind: 'lease',
  action,
  environment: 'qa',
  operation,
  fence,
  expires: '2026-11-21T00:00:00Z',
})
const merged = (operation: string): LedgerEntry => ({
  kind: 'merged',
  environment: 'qa',
  operation,
  commit: sampleOid('merge'),
})
/** Both were tried and gave their lease back; the intent of the first is not written a second time. */
const withdrawn = [intent(opA), lease('acquire', 1, opA), lease('release', 1, opA), intent(opB), lease('acquire', 2, opB)]

it.each([
  ['both were withdrawn', [...withdrawn, lease('release', 2, opB)], undefined],
  ['the later one is under a lease', withdrawn, opB],
  ['the earlier one is tried again', [...withdrawn, lease('release', 2, opB), lease('acquire', 3, opA)], opA],
  ['the earlier one was merged', [...withdrawn, lease('release', 2, opB), lease('acquire', 3, opA), merged(opA)], opA],
])('finds what is to be brought to an end when %s', (_what, entries, expected) => {
  expect(pendingOperation(sampleView(...entries), 'qa')?.intent.operation).toBe(expected)
})
