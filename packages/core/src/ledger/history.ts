import type { LedgerHistory } from '../ports/ledger.ts'
import type { LedgerEntry, LedgerRecord } from './record.ts'

export type RecordOf<K extends LedgerEntry['kind']> = Extract<LedgerRecord, { kind: K }>

/** The ledger as the queries beside this file read it. Every query is a fold over `of`, oldest record first. */
export interface LedgerView extends LedgerHistory {
  /** Records of one kind, oldest first; with a name only those of that environment. */
  of<K extends LedgerEntry['kind']>(kind: K, environment?: string): RecordOf<K>[]
}

export function viewHistory({ tip, records }: LedgerHistory): LedgerView {
  return { tip, records, of: (kind, environment) => select(records, kind, environment) }
}

function select<K extends LedgerEntry['kind']>(records: readonly LedgerRecord[], kind: K, environment?: string): RecordOf<K>[] {
  const isKind = (record: LedgerRecord): record is RecordOf<K> => record.kind === kind
  const found = records.filter(isKind)
  if (environment === undefined) return found
  return found.filter((record) => 'environment' in record && record.environment === environment)
}
