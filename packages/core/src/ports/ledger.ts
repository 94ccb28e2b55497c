import type { LedgerRecord, NewEntry } from '../ledger/record.ts'
import type { Oid } from '../package/package.ts'

/** The ledger as last read. */
export interface LedgerHistory {
  /** Commit id of the branch's tip; undefined before the first record. */
  tip: Oid | undefined
  records: readonly LedgerRecord[]
}

/** The append-only record on branch `stagecoach/ledger`. */
export interface Ledger {
  /** One round trip, or none right after a fetch that brought the branch; the chain of new records is verified. Records of a newer format are left out. Errors: `ledger-broken` naming the record, `ledger-unreachable`. */
  read(): Promise<LedgerHistory>
  /** What was read or written last, without asking the remote. */
  latest(): Promise<LedgerHistory>
  /** Compare-and-swap: `decide` sees the newest history and gives entries, or throws to refuse; when someone was faster it is asked again. Entries whose key is recorded already are left out.
   *  Errors: `ledger-unreachable`, `ledger-refused` (permission, with the line to add), `ledger-contended` after the last try, `ledger-format-newer` when the ledger holds records this version does not know. */
  append(decide: (history: LedgerHistory) => readonly NewEntry[]): Promise<LedgerHistory>
}
