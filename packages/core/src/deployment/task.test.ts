import { expect, it } from 'vitest'
import { writeState } from '../composition/branch-state.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
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
  const choice = await chooseDeployment(sampleRoom(partialHost({ git: git as never })), world, environment)
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
  const choice = await chooseDeployment(sampleRoom(partialHost({ git: git as never })), world, environment)
  expect(choice.kind === 'deploy' ? choice.task.commit : choice.kind).toBe(expected === 'old' ? old : next)
})

it.each([
  ['and the branch still carries it', [gift], operation],
  ['and the branch holds something else meanwhile', [], 'another operation'],
] as const)('tries the failed operation again that was not taken back, %s', async (_, packages, expected) => {
  const git = new MemoryGit()
  const content = await git.make({ a: '1' })
  const merge = await git.make({}, [], { tree: await writeState(git, content, [gift], undefined) })
  const tip = await git.make({}, [merge], { tree: await writeState(git, content, packages, undefined) })
  const place = { environment: 'qa', operation, content, packages: [gift], plan: '0'.repeat(64) }
  const view = sampleView(
    { kind: 'intent', verb: 'promote', ...place, tip: merge, tree: content },
    { kind: 'merged', environment: 'qa', operation, commit: merge },
    { kind: 'deployment', state: 'failed', ...place, commit: merge, fence: 1 },
    {
      kind: 'rollback',
      environment: 'qa',
      operation: 'b'.repeat(16),
      of: operation,
      package: gift,
      plan: 'data-losing',
      state: 'refused',
      automatic: true,
      reason: 'no undo',
    },
  )
  const world = { refs: new Map([['refs/heads/env/qa', { oid: tip }]]), history: view, view }
  const choice = await chooseDeployment(sampleRoom(partialHost({ git: git as never })), world, environment)
  const found = choice.kind === 'deploy' ? choice.task.operation : choice.kind
  expect(found === operation ? found : 'another operation').toBe(expected)
})
