import { parseRecord } from '@stagecoach/core'
import type { LedgerRecord } from '@stagecoach/core'
import type { RawRecord } from './raw-chain.ts'

/** Records as core reads them, each parsed once however often the history is given out. */
export class ParsedRecords {
  readonly #known = new WeakMap<RawRecord, LedgerRecord | 'newer'>()

  /** @throws StagecoachError `ledger-broken` */
  of(record: RawRecord): LedgerRecord | 'newer' {
    const known = this.#known.get(record) ?? parse(record)
    this.#known.set(record, known)
    return known
  }
}

function parse({ seq, text }: RawRecord): LedgerRecord | 'newer' {
  const value: unknown = JSON.parse(text)
  const schema: unknown = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  return typeof schema === 'number' && schema > 1 ? 'newer' : parseRecord(value, `Record ${seq}`)
}
