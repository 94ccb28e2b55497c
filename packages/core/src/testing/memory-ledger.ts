import { sealRecords } from '../ledger/chain.ts'
import type { LedgerRecord, NewEntry } from '../ledger/record.ts'
import type { Actor } from '../ports/actor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ledger, LedgerHistory } from '../ports/ledger.ts'

/** A ledger that forgets when the test ends. */
export class MemoryLedger implements Ledger {
  records: LedgerRecord[] = []
  /** Who writes from now on. */
  by: Actor = { login: 'ada' }
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async read(): Promise<LedgerHistory> {
    return { tip: undefined, records: this.records }
  }

  latest(): Promise<LedgerHistory> {
    return this.read()
  }

  async append(decide: (history: LedgerHistory) => readonly NewEntry[]): Promise<LedgerHistory> {
    const entries = decide(await this.read())
    const header = { at: this.#clock.now().toISOString(), by: this.by }
    this.records = [...this.records, ...sealRecords(this.records, entries, header)]
    return this.read()
  }
}
