import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { chooseRollback } from './choose-rollback.ts'
import { takenBackAlready } from './taken-back-already.ts'

const environment = sampleEnvironment()
const [gift, loyalty, search] = [samplePackage('gift-cards'), samplePackage('loyalty'), samplePackage('search')]
const verified = (operation: string, packages: PackageRef[]): LedgerEntry => ({
  kind: 'verification',
  environment: 'production',
  operation: operation.repeat(16),
  commit: sampleOid(operation),
  content: sampleOid(operation),
  packages,
  passed: true,
  checks: [],
})
const refused: LedgerEntry = {
  kind: 'rollback',
  environment: 'production',
  operation: 'e'.repeat(16),
  of: 'c'.repeat(16),
  package: search,
  plan: 'data-losing',
  state: 'refused',
  automatic: true,
  reason: 'no undo',
}
const history = [verified('a', [gift]), verified('b', [gift, loyalty])]

describe('a rollback by hand', () => {
  it('takes back what was verified last', () => {
    const { of, moved } = chooseRollback({ view: sampleView(...history) }, environment, {})
    expect([of, moved.name]).toEqual(['b'.repeat(16), 'loyalty'])
  })

  it('takes back the failed operation that was not taken back by itself, and not the good one before it', () => {
    const { of, moved, before } = chooseRollback({ view: sampleView(...history, refused) }, environment, {})
    expect([of, moved.name, before.operation]).toEqual(['c'.repeat(16), 'search', 'b'.repeat(16)])
  })

  it('says so when nothing came since it was taken back, and looks at what came otherwise', () => {
    const repaired: LedgerEntry = { ...refused, of: 'b'.repeat(16), package: loyalty, plan: 'undo', state: 'repaired' }
    const back = [...history, verified('e', [gift]), verified('f', [gift]), repaired]
    const again = (...entries: LedgerEntry[]) => takenBackAlready({ view: sampleView(...entries) }, environment, {})
    expect(again(...back)).toMatchObject({ outcome: 'unchanged', message: expect.stringContaining('holds no loyalty since') })
    expect(again(...back, verified('c', [gift, search]))).toBeUndefined()
    expect(again(...history)).toBeUndefined()
  })

  it.each([
    [[gift, loyalty], 'brought no package'],
    [[gift, loyalty, search, samplePackage('labels')], 'brought several packages at once: search 1.0.0, labels 1.0.0'],
  ])('refuses a deployment that brought no package, or several, and names them', (packages, message) => {
    const view = sampleView(...history, verified('c', packages))
    expect(() => chooseRollback({ view }, environment, {})).toThrow(message)
  })

  it('leaves a refusal alone after which something was verified', () => {
    const view = sampleView(...history, refused, verified('d', [gift, loyalty, samplePackage('search', { version: '2.0.0' })]))
    expect(chooseRollback({ view }, environment, {}).of).toBe('d'.repeat(16))
  })
})
