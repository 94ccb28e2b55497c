import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { judgeTip } from './judge-tip.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })
const operation = 'a'.repeat(16)
const intent: LedgerEntry = {
  kind: 'intent',
  verb: 'promote',
  operation,
  environment: 'qa',
  tip: sampleOid('tip'),
  tree: sampleOid('tree'),
  content: sampleOid('content'),
  packages: [gift],
  plan: '0'.repeat(64),
}
const lease = (action: 'acquire' | 'release'): LedgerEntry => ({
  kind: 'lease',
  action,
  environment: 'qa',
  operation,
  fence: 1,
  expires: '2026-11-21T00:00:00Z',
})
const merged: LedgerEntry = { kind: 'merged', environment: 'qa', operation, commit: sampleOid('merge') }

it.each([
  ['was withdrawn', [lease('acquire'), intent, lease('release')], ['tip-undecided']],
  ['is being carried out', [lease('acquire'), intent], []],
  ['was merged', [lease('acquire'), intent, merged, lease('release')], []],
])('judges a package on the tip by an intent that %s', async (_what, entries, codes) => {
  const git = new MemoryGit()
  const tip = { ...(await git.commit(await git.make({ a: '1' }))), parents: [sampleOid('tip')], tree: sampleOid('tree') }
  const view = sampleView(...entries)
  const world = { refs: new Map(), history: view, view }
  // The primitive's git is not reached: the tip is what the intent foresaw.
  const room = sampleRoom(partialHost({ git: git as never }))
  const state = { content: sampleOid('content'), packages: [gift] }
  const judgement = await judgeTip(room, world, environment, tip, state)
  expect(judgement.unclear.map((each) => each.code)).toEqual(codes)
})
