import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { sampleOid } from '../testing/samples.ts'
import { evaluateRepair } from './evaluate-repair.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })
const [tip, head, tree, content] = ['tip', 'head', 'tree', 'content'].map(sampleOid) as [string, string, string, string]
const repair = { pullRequest: 9, tip, head, tree, content, packages: [] }
const operation = 'a'.repeat(16)
const taken = 'b'.repeat(16)

const proposed: LedgerEntry = {
  kind: 'rollback',
  operation: 'c'.repeat(16),
  environment: 'qa',
  of: taken,
  package: gift,
  plan: 'undo',
  state: 'proposed',
  automatic: true,
  reason: 'prices',
  repair,
}
const merged: LedgerEntry[] = [
  { kind: 'intent', verb: 'repair', operation, environment: 'qa', packages: [], plan: '0'.repeat(64), tip, head, tree, content },
  { kind: 'merged', operation, environment: 'qa', commit: sampleOid('merge') },
]

it('proposes no second repair while the first is merged and not deployed', async () => {
  const view = sampleView(proposed, ...merged)
  const world = {
    refs: new Map([['refs/heads/env/qa', { oid: sampleOid('merge') }]]),
    history: { tip: undefined, records: [] },
    view,
  }
  const rollback = openRollback(view, 'qa')
  if (rollback === undefined) throw new Error('The rollback is not open.')
  // A host without ports: whoever asks for a pull request or writes anything fails here.
  expect(await evaluateRepair(sampleRoom(partialHost({})), world, environment, rollback, false)).toMatchObject({
    outcome: 'pending',
    message: 'Its repair is merged and waits for its deployment; start the deploy workflow.',
  })
})

/** A failed deployment whose repair, proposed as #9, a person merged; `pushed` is the head that its pull request has now. */
async function repairedByHand(pushed = head) {
  const git = new MemoryGit()
  const before = await git.make({ a: 'bad' })
  const merge = await git.commit(await git.make({ a: 'good' }, [before]))
  const ledger = new MemoryLedger({ now: () => new Date('2026-11-23T08:00:00Z') })
  const byHand = { ...proposed, repair: { ...repair, tip: before, tree: merge.tree } }
  const failed: LedgerEntry = { kind: 'merged', operation: taken, environment: 'qa', commit: before }
  const history = await ledger.append(() => [
    { ...failed, key: 'failed' },
    { ...byHand, key: 'proposed' },
  ])
  const view = viewHistory(history)
  const world = { refs: new Map([['refs/heads/env/qa', { oid: merge.oid }]]), history, view }
  const dispatched: unknown[] = []
  const forge = {
    get: () => Promise.resolve({ number: 9, head: { sha: pushed, branch: 'rollback/qa/cccccccccccccccc' } }),
    dispatch: (workflow: string, inputs: unknown) => Promise.resolve(void dispatched.push([workflow, inputs])),
  }
  const clock = { now: () => new Date('2026-11-23T08:01:00Z') }
  // Only what an adoption reaches for: to look for another pull request, or to push, fails.
  const room = sampleRoom(partialHost({ git: git as never, ledger, forge: forge as never, clock: clock as never }))
  const rollback = openRollback(view, 'qa')
  if (rollback === undefined) throw new Error('The rollback is not open.')
  return { room, world, rollback, dispatched, ledger, commits: [before, merge.oid] }
}

it('counts a repair that a person merged before the gate came by, and proposes no second one', async () => {
  const { room, world, rollback, dispatched, ledger, commits } = await repairedByHand()
  expect(await evaluateRepair(room, world, environment, rollback, true)).toMatchObject({ outcome: 'planned' })
  expect(await evaluateRepair(room, world, environment, rollback, false)).toMatchObject({ outcome: 'merged' })
  expect(dispatched).toEqual([['stagecoach-deploy.yml', { environment: 'qa' }]])
  const after = viewHistory(await ledger.read())
  expect(after.of('merged', 'qa').map((each) => each.commit)).toEqual(commits)
  expect(after.of('intent', 'qa').map((each) => each.verb)).toEqual(['repair'])
})

it('counts no repair whose pull request got another head before a person merged it', async () => {
  const { room, world, rollback, dispatched, ledger, commits } = await repairedByHand(sampleOid('pushed'))
  expect(await evaluateRepair(room, world, environment, rollback, false)).toMatchObject({
    outcome: 'pending',
    message: '#9 was merged by hand, and its branch was pushed to before.',
  })
  expect(dispatched).toEqual([])
  expect(viewHistory(await ledger.read()).of('merged', 'qa')).toMatchObject([{ commit: commits[0] }])
})
