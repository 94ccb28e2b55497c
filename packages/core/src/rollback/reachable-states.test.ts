import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { chooseRollback } from './choose-rollback.ts'
import { reachableStates } from './reachable-states.ts'

const qa = sampleEnvironment({ name: 'qa', production: false, disposable: true })
const [gift, search] = [samplePackage('gift-cards'), samplePackage('search')]
const verified = (letter: string, ...packages: (typeof gift)[]): LedgerEntry => {
  const shared = { environment: 'qa', commit: sampleOid(letter), content: sampleOid(letter), packages }
  return { kind: 'verification', operation: letter.repeat(16), passed: true, checks: [], ...shared }
}
const reset: LedgerEntry = {
  kind: 'reset',
  operation: 'c'.repeat(16),
  environment: 'qa',
  state: 'done',
  tip: sampleOid('tip'),
  production: sampleOid('p'),
  chosen: [],
  packages: [gift],
  dropped: [search],
  content: sampleOid('c'),
  tree: sampleOid('t'),
  reason: '',
}
const history = [verified('a', gift), verified('b', gift, search), verified('c', gift), reset]
const now = '2026-11-22T00:00:00Z'

it('goes back to no state from before a reset, and takes nothing out of the reset itself', () => {
  const later = sampleView(...history, verified('d', gift, search))
  expect(reachableStates(later, 'qa').map((each) => each.operation[0])).toEqual(['d', 'c'])
  expect(chooseRollback({ view: later }, qa, { to: 'previous' }, now).of).toBe('d'.repeat(16))
  expect(() => chooseRollback({ view: later }, qa, { package: 'gift-cards' }, now)).toThrow('came to qa with the reset')
  expect(() => chooseRollback({ view: later }, qa, { to: 'a'.repeat(16) }, now)).toThrow('no verified state')
  expect(() => chooseRollback({ view: sampleView(...history) }, qa, {}, now)).toThrow('was reset at')
})
