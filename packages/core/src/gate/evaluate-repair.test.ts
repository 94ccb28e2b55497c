import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { evaluateRepair } from './evaluate-repair.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })
const [tip, head, tree, content] = ['tip', 'head', 'tree', 'content'].map(sampleOid) as [string, string, string, string]
const repair = { pullRequest: 9, tip, head, tree, content, packages: [] }
const operation = 'a'.repeat(16)

const proposed: LedgerEntry = {
  kind: 'rollback',
  operation: 'c'.repeat(16),
  environment: 'qa',
  of: 'b'.repeat(16),
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
  expect(await evaluateRepair(sampleRoom(partialHost({})), world, environment, rollback)).toMatchObject({
    outcome: 'pending',
    message: 'Its repair is merged and waits for its deployment; start the deploy workflow.',
  })
})
