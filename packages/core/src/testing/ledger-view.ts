import { sealRecords } from '../ledger/chain.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import type { LedgerEntry, LedgerRecord } from '../ledger/record.ts'

/** A ledger of these entries, one an hour from 01:00 on 20 November 2026, written by ada. */
export function sampleView(...entries: LedgerEntry[]): LedgerView {
  let records: LedgerRecord[] = []
  for (const [index, entry] of entries.entries()) {
    const header = { at: `2026-11-20T${String(index + 1).padStart(2, '0')}:00:00Z`, by: { login: 'ada' } }
    records = [...records, ...sealRecords(records, [{ ...entry, key: `record ${index}` }], header)]
  }
  return viewHistory({ tip: undefined, records })
}
