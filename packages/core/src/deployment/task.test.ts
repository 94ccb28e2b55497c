import { expect, it } from 'vitest'
import { writeState } from '../composition/branch-state.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost } from '../testing/memory-room.ts'
import { chooseDeployment } from './task.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })
const operation = 'a'.repeat(16)

it.each([
  ['unknown', 'presence-unknown'],
  ['noted', undefined],
] as const)('takes a commit from outside after which a package is %s as %s', async (verdict, reason) => {
  const git = new MemoryGit()
  const first = await git.make({ 'src/gift.js': 'gift' })
  const tree = await writeState(git, first, [gift], undefined)
  const merge = await git.make({}, [], { tree })
  const other = await writeState(git, await git.make({ 'src/gift.js': 'other' }), [gift], undefined)
  const tip = await git.make({}, [merge], { tree: other })
  const place = { environment: 'qa', operation, commit: merge }
  const entries: LedgerEntry[] = [
    { kind: 'merged', ...place },
    { kind: 'verification', ...place, content: first, packages: [gift], passed: true, checks: [] },
    { kind: 'foreign', environment: 'qa', commit: tip, verdicts: { 'gift-cards': verdict }, reason: 'its paths were changed' },
  ]
  const view = sampleView(...entries)
  const world = { refs: new Map([['refs/heads/env/qa', { oid: tip }]]), history: view, view }
  // Nothing is merged here: the commit was judged before.
  const choice = await chooseDeployment(partialHost({ git: git as never }), world, environment)
  expect(choice.kind === 'blocked' ? choice.reason : undefined).toBe(reason)
})

it.each([
  ['started', 'old'],
  ['failed', 'new'],
] as const)('after a deployment of the bare branch %s and somebody pushed, deploys the %s commit', async (state, expected) => {
  const git = new MemoryGit()
  const [old, next] = [await git.make({ a: '1' }), await git.make({ a: '2' })]
  const place = { environment: 'qa', operation, content: await git.tree(old), packages: [], plan: '0'.repeat(64) }
  const view = sampleView(
    { kind: 'intent', verb: 'deploy', ...place, tip: old, tree: place.content },
    { kind: 'deployment', state, ...place, commit: old, fence: 1 },
  )
  const world = { refs: new Map([['refs/heads/env/qa', { oid: next }]]), history: view, view }
  const choice = await chooseDeployment(partialHost({ git: git as never }), world, environment)
  expect(choice.kind === 'deploy' ? choice.task.commit : choice.kind).toBe(expected === 'old' ? old : next)
})
