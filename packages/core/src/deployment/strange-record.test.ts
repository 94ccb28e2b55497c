import { describe, expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid } from '../testing/samples.ts'
import { strangeRecord } from './strange-record.ts'

const [older, newer, ofProduction, failed] = ['a', 'b', 'c', 'd'].map((each) => each.repeat(16))
const [shop, sales] = [sha256('shop'), sha256('sales')]

function deployed(environment: string, operation = '', fingerprints?: Record<string, string>): LedgerEntry {
  const shared = { environment, operation, commit: sampleOid('c'), content: sampleOid('t'), packages: [], fence: 1, plan: shop }
  if (fingerprints === undefined) return { kind: 'deployment', state: 'failed', ...shared }
  return { kind: 'deployment', state: 'finished', fingerprints, ...shared }
}

const history = [
  deployed('production', ofProduction, { main: shop }),
  deployed('qa', older, { main: shop, sales }),
  deployed('qa', newer, { main: shop, sales }),
  deployed('qa', failed),
]
const record = (operation = '', fingerprint = shop) => ({ operation, fingerprint })

describe('what a database says of itself', () => {
  it.each([
    ['the newest record', record(newer)],
    ['that of a backup that was put back', record(older)],
    ['that of a deployment which failed and stayed', record(failed, sha256('half'))],
    ['a fingerprint of which nobody knows more', record(newer, sha256('?'))],
  ])('is taken for the environment’s own with %s', (_what, recorded) => {
    expect(strangeRecord(sampleView(...history), { environment: 'qa', name: 'main' }, recorded)).toBeUndefined()
  })

  it.each([
    ['another environment’s operation', record(ofProduction), { kind: 'of-another', owner: 'production' }],
    ['no record', undefined, { kind: 'none', since: newer }],
    ['an operation that the ledger never had', record('e'.repeat(16)), { kind: 'unknown' }],
    ['what was left in another of its databases', record(newer, sales), { kind: 'swapped', other: 'sales' }],
  ])('is strange with %s', (_what, recorded, strange) => {
    expect(strangeRecord(sampleView(...history), { environment: 'qa', name: 'main' }, recorded)).toMatchObject(strange)
  })

  it.each([
    ['the environment begins', [], undefined],
    ['the database was added to it', history, undefined],
    ['it is a copy that nobody recorded', [], record('e'.repeat(16))],
  ])('is nothing to compare with when %s', (_what, entries, recorded) => {
    expect(strangeRecord(sampleView(...entries), { environment: 'qa', name: 'fresh' }, recorded)).toBeUndefined()
  })

  it('is another environment’s from the first deployment on', () => {
    const view = sampleView(deployed('production', ofProduction, { main: shop }))
    expect(strangeRecord(view, { environment: 'qa', name: 'main' }, record(ofProduction))).toMatchObject({ kind: 'of-another' })
  })
})
