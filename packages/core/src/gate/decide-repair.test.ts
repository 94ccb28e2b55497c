import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { decideRepair } from './decide-repair.ts'

const sha = sampleOid('head')
const approvals = { gate: 'approvals' as const, count: 1, teams: [], fourEyes: true }
const checks = { gate: 'checks' as const, checks: [{ name: 'ci' }] }
const review = (person: string) => ({ person, state: 'approved', bot: false, commit: sha })

const gateOf = (count: number, ...teams: string[]) => ({ ...approvals, count, teams })
const denial = { ...review('bob'), state: 'changes-requested' }
const members: Record<string, string[]> = { dba: ['maya', 'bob'], security: ['sam'] }

it.each([
  ['a member of its team approves', gateOf(1, 'dba'), [review('maya')], 'ada', 'pass'],
  ['another member of it requests changes', gateOf(1, 'dba'), [denial, review('maya')], 'ada', 'pending'],
  [
    'somebody without write access requests changes',
    gateOf(1),
    [{ ...denial, person: 'stranger' }, review('maya')],
    'ada',
    'pass',
  ],
  ['nobody of its second team approves', gateOf(1, 'dba', 'security'), [review('maya'), review('bob')], 'ada', 'pending'],
  ['one of each team approves', gateOf(2, 'dba', 'security'), [review('maya'), review('sam')], 'ada', 'pass'],
  ['nobody knows who asked', gateOf(1), [review('maya')], undefined, 'pending'],
  ['nobody knows who asked, and one more approves', gateOf(1), [review('maya'), review('bob')], undefined, 'pass'],
  ['the approval was given to another head', gateOf(1), [{ ...review('maya'), commit: sampleOid('other') }], 'ada', 'pending'],
  ['it was dismissed', gateOf(1), [review('maya'), { ...review('maya'), state: 'dismissed' }], 'ada', 'pending'],
])('judges the approvals of a way back as those of a promotion, where %s', async (_what, gate, reviews, login, expected) => {
  const forge = {
    reviewed: () => Promise.resolve({ reviews }),
    teamMembers: (team: string) => Promise.resolve(members[team]),
    permission: (person: string) => Promise.resolve(person === 'stranger' ? 'read' : 'write'),
  } as never
  const environment = sampleEnvironment({ rollbackGates: [gate] })
  const by = login === undefined ? { login: 'github-actions[bot]', unknown: true as const } : { login }
  const pull = { number: 7, head: { sha } } as never
  expect((await decideRepair(sampleRoom(partialHost({ forge })), environment, pull, by)).state).toBe(expected)
})

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
