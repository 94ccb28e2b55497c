import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid } from '../testing/samples.ts'
import { mergedBranches } from './merged-branches.ts'

const intent = (operation: string, head: string): LedgerEntry => ({
  kind: 'intent',
  verb: 'promote',
  operation: operation.repeat(16),
  environment: 'qa',
  tip: sampleOid('tip'),
  head: sampleOid(head),
  tree: sampleOid('tree'),
  content: sampleOid('content'),
  packages: [gift],
  plan: '0'.repeat(64),
})
const merged = (operation: string): LedgerEntry => ({
  kind: 'merged',
  operation: operation.repeat(16),
  environment: 'qa',
  commit: sampleOid('merge'),
})

it.each([
  ['of a merged promotion', 'promote/qa/gift-cards', 'head', true],
  ['of a merged repair', `rollback/qa/${'b'.repeat(16)}`, 'head', true],
  ['that a person pushed to since', 'promote/qa/gift-cards', 'their head', false],
  ['that waits for its gates', 'promote/qa/search', 'waiting', false],
  ['of a person that stands where one was merged', 'feature/gift-cards', 'head', false],
] as const)('takes the branch %s for done: %s at %s is %s', (_, branch, oid, done) => {
  const view = sampleView(intent('a', 'older'), intent('a', 'head'), merged('a'), intent('c', 'waiting'))
  const ref = `refs/heads/${branch}`
  const updates = mergedBranches({ view, refs: new Map([[ref, { oid: sampleOid(oid) }]]) })
  expect(updates).toEqual(done ? [{ ref, expected: sampleOid(oid), to: undefined }] : [])
})
