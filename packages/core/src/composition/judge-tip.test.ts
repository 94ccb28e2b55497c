import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment, samplePromotion, sampleSync } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { writeState } from './branch-state.ts'
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

it('leaves other packages as they were after a promotion that a person merged as it was proposed', async () => {
  const search = samplePackage('search')
  const proposed = samplePromotion({ environment: 'qa', package: search })
  const verified: LedgerEntry = {
    kind: 'verification',
    operation,
    environment: 'qa',
    commit: sampleOid('before'),
    content: sampleOid('content'),
    packages: [gift],
    passed: true,
    checks: [],
  }
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const tip = await git.commit(await git.make({ a: '2' }, [start]))
  const view = sampleView(merged, { ...verified, commit: start }, { ...proposed, tip: start, tree: tip.tree })
  const room = sampleRoom(partialHost({ git: git as never }))
  const state = { content: tip.tree, packages: [gift, search] }
  const judgement = await judgeTip(room, { refs: new Map(), history: view, view }, environment, tip, state)
  expect(judgement.foreign.map((each) => each.verdicts)).toEqual([{ 'gift-cards': 'noted', search: 'present' }])
  expect(judgement.unclear.map((each) => [each.package, each.code])).toEqual([['search', 'tip-undecided']])
})

it('tells a sync that a person merged too early once, whatever it brings and notes', async () => {
  const search = samplePackage('search')
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const person = { name: 'Linus', email: 'linus@example.com' }
  const content = await git.tree(await git.make({ a: '2' }))
  const tree = await writeState(git, content, [gift, search], sampleOid('production'))
  const by = { author: person, committer: person, at: '2026-11-20T08:01:30Z' }
  const tip = await git.commit(await git.writeCommit({ tree, parents: [start], message: 'Squashed', ...by }))
  const packages = [gift, search]
  const sync = sampleSync({ tip: start, head: tip.oid, tree, content, packages, brings: packages })
  const view = sampleView({ ...merged, commit: start }, sync)
  const room = sampleRoom(partialHost({ git: git as never }))
  const state = { content, packages: [gift, search], baseline: sampleOid('production') }
  const { unclear, foreign } = await judgeTip(room, { refs: new Map(), history: view, view }, environment, tip, state)
  expect(unclear.map((each) => [each.package, each.code, each.mend?.[0]?.run])).toEqual([
    [undefined, 'tip-undecided', 'stagecoach gate 7'],
  ])
  expect(foreign.map((each) => each.verdicts)).toEqual([{ 'gift-cards': 'present', search: 'present' }])

  // Taken out again, there is nothing to tell.
  const reverted = await git.commit(await git.make({ a: '1' }, [tip.oid]))
  const world = { refs: new Map(), history: view, view }
  const before = { content: (await git.commit(start)).tree, packages: [] }
  expect((await judgeTip(room, world, environment, reverted, before)).unclear).toEqual([])
})
