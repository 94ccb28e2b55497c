import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid } from '../testing/samples.ts'
import { refuseForeign, refuseKept } from './refuse-database.ts'

const verified = (environment: string, operation: string): LedgerEntry => {
  const shared = { environment, commit: sampleOid('c'), content: sampleOid('content'), packages: [] }
  return { kind: 'verification', operation, passed: true, checks: [], ...shared }
}
const view = sampleView(verified('qa', 'a'.repeat(16)), verified('production', 'b'.repeat(16)))
const target = { name: 'main', environment: 'qa' }

describe('a database that is about to go', () => {
  it.each([
    ['of the environment itself', 'a'.repeat(16), undefined],
    ['of which the ledger knows nothing, such as a template’s', 'c'.repeat(16), undefined],
    ['of production, behind a wrong address', 'b'.repeat(16), 'database-of-another'],
  ])('that was last deployed to by an operation %s', (_what, last, code) => {
    const ask = (): void => refuseForeign(view, target, last)
    if (code === undefined) expect(ask).not.toThrow()
    else expect(ask).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    [{ production: false, disposable: true }, undefined],
    [{ production: false, disposable: false }, 'not-disposable'],
    [{ production: true, disposable: true }, 'not-disposable'],
  ])('goes only while the environment is disposable now, and no production: %j', (kind, code) => {
    const ask = (): void => refuseKept({ name: 'qa', ...kind })
    if (code === undefined) expect(ask).not.toThrow()
    else expect(ask).toThrow(expect.objectContaining({ code }))
  })
})
