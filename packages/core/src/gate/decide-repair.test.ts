import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { decideRepair } from './decide-repair.ts'

const sha = sampleOid('head')
const approvals = { gate: 'approvals' as const, count: 1, teams: [], fourEyes: true }
const checks = { gate: 'checks' as const, checks: [{ name: 'ci' }] }
const review = (person: string) => ({ person, state: 'approved', bot: false, commit: sha })

it.each([
  ['who may write', [review('maya')], [], 'pass'],
  ['who may only read', [review('stranger')], [], 'pending'],
  ['who asked for the rollback', [review('Ada')], [], 'pending'],
  ['who asked for it once more', [review('grace')], [], 'pending'],
  ['without a review', [], [], 'pending'],
  ['of a check of which one report failed', [review('maya')], ['success', 'failure'], 'pending'],
  ['of a check that succeeded', [review('maya')], ['success'], 'pass'],
])('counts for the way back the word of a person %s', async (_what, reviews, reports, expected) => {
  // Only what the gates of a repair read.
  const forge = {
    reviewed: () => Promise.resolve({ reviews }),
    checks: () =>
      Promise.resolve(reports.map((state) => ({ name: 'ci', state, kind: 'run', source: { app: 'github-actions' } }))),
    permission: (person: string) => Promise.resolve(person === 'stranger' ? 'read' : 'write'),
  } as never
  const rollbackGates = reports.length === 0 ? [approvals] : [approvals, checks]
  const pull = { number: 7, head: { sha } } as never
  const by = [{ login: 'ada' }, { login: 'grace' }]
  const decision = await decideRepair(sampleRoom(partialHost({ forge })), sampleEnvironment({ rollbackGates }), pull, ...by)
  expect(decision.state).toBe(expected)
})
