import { describe, expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { samplePackage } from '../testing/samples.ts'
import { refuseReset, type ResetFacts } from './refuse-reset.ts'

const qa = sampleEnvironment({ name: 'qa', branch: 'env/qa', production: false, disposable: true })
const search = samplePackage('search')
const tiers = samplePackage('loyalty-tiers', { requires: ['loyalty'] })
const facts = (change: Partial<ResetFacts> = {}): ResetFacts => ({
  environment: qa,
  packages: [search],
  undecided: [],
  held: [],
  unprovisioned: [],
  ...change,
})

describe('a reset', () => {
  it('may go on when nothing forbids it', () => {
    expect(refuseReset(facts())).toBeUndefined()
  })

  it.each<[string, Partial<ResetFacts>, string]>([
    ['it is production, whatever else is said', { environment: { ...qa, production: true } }, 'not-disposable'],
    ['its databases are nobody’s to throw away', { environment: { ...qa, disposable: false } }, 'not-disposable'],
    ['nobody says what its database is made of', { unprovisioned: ['main'] }, 'not-disposable'],
    ['the line is stopped', { stopped: { reason: 'incident', resume: 'stagecoach resume' } }, 'stopped'],
    ['a freeze is on', { frozenUntil: '2027-01-02T23:00:00.000Z' }, 'gates-pending'],
    ['a rollback is under way', { pausedFor: { kind: 'rollback', operation: 'b'.repeat(16) } }, 'paused'],
    ['something else changes it', { busyWith: 'c'.repeat(16) }, 'lease-held'],
    [
      'it would bring in what is held',
      { held: [{ package: search, reason: 'broke qa', release: 'stagecoach release' }] },
      'held',
    ],
    ['it would bring in what passed no gate here', { undecided: [search] }, 'tip-undecided'],
    ['something would lack what it requires', { packages: [tiers] }, 'requires-missing'],
  ])('is refused when %s', (_, change, reason) => {
    expect(refuseReset(facts(change))?.reason).toBe(reason)
  })
})
