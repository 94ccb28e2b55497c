import { describe, expect, it } from 'vitest'
import type { PackageRef } from '../package/package.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { actsInForce } from './acts.ts'
import { sealRecords } from './chain.ts'
import { viewHistory, type LedgerView } from './history.ts'
import { currentLease, highestFence } from './lease.ts'
import { foreseenBy } from './foreseen-by.ts'
import { completedOperations } from './operations.ts'
import { mergedEffects } from './promotions.ts'
import type { ActEntry, LedgerEntry, LedgerRecord } from './record.ts'
import { automaticRollbacks, openRollback } from './rollbacks.ts'
import { packageTrust } from './trust.ts'
import { lastVerified } from './verified-states.ts'

const gift = samplePackage('gift-cards')
const gift2 = samplePackage('gift-cards', { version: '2.0.0' })
const loyalty = samplePackage('loyalty')
const opA = 'a'.repeat(16)
const opB = 'b'.repeat(16)
const opC = 'c'.repeat(16)
const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`

/** One record an hour, from 01:00. */
function view(...entries: LedgerEntry[]): LedgerView {
  let records: LedgerRecord[] = []
  for (const [index, entry] of entries.entries()) {
    const header = { at: at(index + 1), by: { login: 'ada' } }
    records = [...records, ...sealRecords(records, [{ ...entry, key: `record ${index}` }], header)]
  }
  return viewHistory({ tip: undefined, records })
}

const place = { environment: 'qa', commit: sampleOid('commit'), content: sampleOid('content') }
const verified = (operation: string, packages: PackageRef[], passed = true): LedgerEntry => ({
  kind: 'verification',
  operation,
  ...place,
  packages,
  passed,
  checks: [{ name: 'prices', passed, detail: '', milliseconds: 1 }],
})
const deployed = (operation: string, state: 'started' | 'finished' | 'failed' | 'rolled-back'): LedgerEntry => ({
  kind: 'deployment',
  operation,
  ...place,
  state,
  packages: [gift],
  fence: 1,
  plan: '0'.repeat(64),
})
const intent = (operation: string, verb: 'promote' | 'deploy' | 'repair' = 'promote'): LedgerEntry => ({
  kind: 'intent',
  verb,
  operation,
  environment: 'qa',
  tip: sampleOid('tip'),
  tree: sampleOid('tree'),
  content: sampleOid('content'),
  packages: [gift],
  plan: '0'.repeat(64),
})
const merged = (operation: string): LedgerEntry => ({ kind: 'merged', operation, environment: 'qa', commit: place.commit })
const lease = (action: 'acquire' | 'take-over' | 'yield' | 'release', fence: number, operation = opA): LedgerEntry => ({
  kind: 'lease',
  action,
  environment: 'qa',
  operation,
  fence,
  expires: at(23),
})
const rollback = (state: 'intended' | 'restored' | 'proposed' | 'repaired' | 'refused', of = opA): LedgerEntry => ({
  kind: 'rollback',
  operation: opC,
  environment: 'qa',
  of,
  package: gift,
  plan: 'undo',
  state,
  automatic: true,
  reason: 'prices',
})
const act = (kind: ActEntry['act'], change: Partial<ActEntry> = {}): LedgerEntry => ({
  kind: 'act',
  act: kind,
  person: 'ada',
  role: 'maintain',
  reason: 'because',
  ...change,
})

describe('the lease', () => {
  it.each([
    ['nobody took it', [], undefined],
    ['it is held', [lease('acquire', 1)], ['acquire', 1]],
    ['it was given back', [lease('acquire', 1), lease('release', 1)], undefined],
    ['the gate leaves it to the deployment', [lease('acquire', 1), lease('yield', 1)], ['yield', 1]],
    ['the next holder has it', [lease('acquire', 1), lease('yield', 1), lease('take-over', 2)], ['take-over', 2]],
    [
      'an older holder gives back what it lost',
      [lease('acquire', 1), lease('take-over', 2), lease('release', 1)],
      ['take-over', 2],
    ],
  ])('when %s', (_what, entries, expected) => {
    const held = currentLease(view(...entries), 'qa')
    expect(held && [held.action, held.fence]).toEqual(expected)
  })

  it('keeps the highest fence after it was given back', () => {
    expect(highestFence(view(lease('acquire', 1), lease('release', 1)), 'qa')).toBe(1)
    expect(highestFence(view(), 'qa')).toBe(0)
    expect(highestFence(view(lease('acquire', 7)), 'production')).toBe(0)
  })
})

describe('the last verified state', () => {
  it('is the newest verification that passed', () => {
    const history = view(verified(opA, [gift]), verified(opB, [gift, loyalty]), verified(opC, [gift2], false))
    expect(lastVerified(history, 'qa')).toMatchObject({ operation: opB, packages: [gift, loyalty], at: at(2) })
  })

  it('is the one before when the newest was rolled back, and stays when that rollback was refused', () => {
    const states = [verified(opB, []), verified(opA, [gift])]
    expect(lastVerified(view(...states, rollback('intended')), 'qa')?.operation).toBe(opB)
    expect(lastVerified(view(...states, rollback('refused')), 'qa')?.operation).toBe(opA)
  })

  it('is the recorded start when nothing else is known', () => {
    const start: LedgerEntry = { kind: 'baseline', ...place, packages: [gift], fingerprints: { main: 'f'.repeat(64) } }
    expect(lastVerified(view(start), 'qa')).toMatchObject({ operation: 'baseline', packages: [gift] })
    expect(lastVerified(view(start), 'production')).toBeUndefined()
  })
})

describe('the count of completed operations', () => {
  it.each([
    [0, [intent(opA), merged(opA), deployed(opA, 'finished')]],
    [0, [deployed(opA, 'failed'), verified(opB, [gift], false)]],
    [1, [deployed(opA, 'finished'), verified(opA, [gift])]],
    [1, [verified(opA, [gift]), verified(opA, [gift])]],
    [2, [deployed(opA, 'rolled-back'), rollback('restored')]],
    [2, [deployed(opA, 'rolled-back'), rollback('restored'), rollback('proposed'), rollback('repaired')]],
  ])('is %d', (count, entries) => expect(completedOperations(view(...entries), 'qa')).toBe(count))
})

describe('the pause for a rollback', () => {
  it.each([
    ['intended', true],
    ['restored', true],
    ['proposed', true],
    ['repaired', false],
    ['refused', false],
  ] as const)('once it is %s: %s', (state, paused) => {
    expect(openRollback(view(rollback('intended'), rollback(state)), 'qa') !== undefined).toBe(paused)
  })

  it('is counted once as an automatic rollback of its digest', () => {
    const history = view(rollback('intended'), rollback('restored'), rollback('repaired'))
    expect(automaticRollbacks(history, 'qa', new Set([gift.digest]))).toBe(1)
    expect(automaticRollbacks(history, 'qa', new Set([gift2.digest]))).toBe(0)
    expect(automaticRollbacks(view(rollback('refused')), 'qa', new Set([gift.digest]))).toBe(0)
  })

  it('counts for every package that went back with it', () => {
    const both = { ...rollback('restored'), others: [{ package: loyalty }] } as LedgerEntry
    expect(automaticRollbacks(view(both), 'qa', new Set([gift2.digest, loyalty.digest]))).toBe(1)
  })
})

describe('what speaks for a package', () => {
  const trust = (pkg: PackageRef, ...entries: LedgerEntry[]) => packageTrust(view(...entries), 'qa', pkg, at(20))
  it.each([
    ['never', 'nothing was recorded', []],
    ['never', 'another version was verified', [verified(opA, [gift2])]],
    ['verified', 'it was verified', [verified(opA, [gift])]],
    ['verified', 'a newcomer failed beside it', [verified(opA, [gift]), verified(opB, [gift, loyalty], false)]],
    ['invalidated', 'it failed', [verified(opA, [gift], false)]],
    ['invalidated', 'it failed later with nothing new beside it', [verified(opA, [gift]), verified(opB, [gift], false)]],
    ['verified', 'it passed after it had failed', [verified(opA, [gift], false), verified(opB, [gift])]],
    ['invalidated', 'it was rolled back', [verified(opA, [gift]), rollback('intended')]],
    ['verified', 'its rollback was refused', [verified(opA, [gift]), rollback('refused')]],
    ['invalidated', 'it is held', [verified(opA, [gift]), act('hold', { digest: gift.digest })]],
    ['verified', 'its hold ran out', [verified(opA, [gift]), act('hold', { digest: gift.digest, until: at(19) })]],
    [
      'verified',
      'it is held elsewhere',
      [verified(opA, [gift]), act('hold', { digest: gift.digest, environment: 'production' })],
    ],
  ])('%s: %s', (kind, _why, entries) => expect(trust(gift, ...entries).kind).toBe(kind))

  it('counts from the first of its verifications and not from the newest', () => {
    expect(trust(gift, verified(opA, [gift]), verified(opB, [gift, loyalty]))).toMatchObject({
      kind: 'verified',
      since: at(1),
      operation: opA,
    })
  })

  it('ends when another version took its place, and begins again when it came back', () => {
    const gone = [verified(opA, [gift]), verified(opB, [gift2])]
    expect(trust(gift, ...gone)).toEqual({ kind: 'verified', since: at(1), until: at(2), operation: opA })
    expect(trust(gift, ...gone, verified(opC, [gift]))).toEqual({ kind: 'verified', since: at(3), operation: opC })
  })

  it('names the check that failed', () => {
    expect(trust(gift, verified(opA, [gift], false))).toMatchObject({ why: 'failed', reason: 'the verification failed: prices' })
  })
})

describe('acts in force', () => {
  const holds = (...entries: LedgerEntry[]) => actsInForce(view(...entries), 'qa', gift, at(12)).holds.length
  it.each([
    [1, 'a hold on the digest', [act('hold', { digest: gift.digest })]],
    [1, 'a hold on every version', [act('hold', { package: 'gift-cards' })]],
    [0, 'a hold on the version before', [act('hold', { digest: gift2.digest, package: 'gift-cards' })]],
    [0, 'a hold that was released', [act('hold', { digest: gift.digest }), act('release', { digest: gift.digest })]],
    [1, 'a hold of which another was released', [act('hold', { digest: gift.digest }), act('release', { digest: gift2.digest })]],
    [
      0,
      'a hold on the digest, released by name',
      [act('hold', { digest: gift.digest, package: 'gift-cards' }), act('release', { package: 'gift-cards' })],
    ],
    [
      1,
      'a hold everywhere, released in one environment',
      [act('hold', { digest: gift.digest }), act('release', { digest: gift.digest, environment: 'qa' })],
    ],
    [
      1,
      'a hold again after its release',
      [act('hold', { digest: gift.digest }), act('release', { digest: gift.digest }), act('hold', { digest: gift.digest })],
    ],
    [0, 'a hold until noon, at noon', [act('hold', { digest: gift.digest, until: at(12) })]],
    [0, 'a hold in another environment', [act('hold', { digest: gift.digest, environment: 'production' })]],
    [0, 'a hold on nothing', [act('hold')]],
  ])('%d: %s', (count, _what, entries) => expect(holds(...entries)).toBe(count))

  it('know whether the line is stopped here', () => {
    const stops = (...entries: LedgerEntry[]) => actsInForce(view(...entries), 'qa', gift, at(12)).stops.length
    expect(stops(act('stop'))).toBe(1)
    expect(stops(act('stop', { environment: 'production' }))).toBe(0)
    expect(stops(act('stop'), act('resume'))).toBe(0)
    expect(stops(act('stop'), act('resume', { environment: 'qa' }))).toBe(1)
  })

  it('leave out overrides and acknowledgements of other packages and those that ran out', () => {
    const found = actsInForce(
      view(
        act('override', { digest: gift.digest, until: at(11) }),
        act('acknowledge', { digest: loyalty.digest }),
        act('acknowledge', { package: 'gift-cards' }),
      ),
      'qa',
      gift,
      at(12),
    )
    expect(found.overrides).toHaveLength(0)
    expect(found.acknowledgements).toHaveLength(1)
  })
})

describe('a commit on a branch', () => {
  it('is foreseen when an intent named its first parent and its tree', () => {
    const history = view(intent(opA), merged(opA))
    const foreseen = { parents: [sampleOid('tip'), sampleOid('head')], tree: sampleOid('tree') }
    expect(foreseenBy(history, 'qa', foreseen)?.operation).toBe(opA)
    expect(foreseenBy(history, 'qa', { ...foreseen, tree: sampleOid('other') })).toBeUndefined()
    expect(foreseenBy(history, 'qa', { ...foreseen, parents: [] })).toBeUndefined()
    expect(foreseenBy(history, 'production', foreseen)).toBeUndefined()
  })

  it('is foreseen while the run that is to merge it holds the lease, and by nothing once it gave up', () => {
    const foreseen = { parents: [sampleOid('tip')], tree: sampleOid('tree') }
    expect(foreseenBy(view(lease('acquire', 1), intent(opA)), 'qa', foreseen)?.operation).toBe(opA)
    expect(foreseenBy(view(lease('acquire', 1), intent(opA), lease('release', 1)), 'qa', foreseen)).toBeUndefined()
  })
})

describe('merged effects', () => {
  it('mark a merge of which no promotion is known', () => {
    expect(mergedEffects(view(intent(opA), merged(opA)), 'qa')).toEqual([
      { package: 'unknown', at: at(2), paths: [], objects: [], unknown: true },
    ])
  })
})
