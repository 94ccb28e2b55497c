import { canonicalJson, sha256 } from '../digest.ts'
import type { Digest } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import type { Actor } from '../ports/actor.ts'
import type { LedgerRecord, NewEntry } from './record.ts'

/** `previous` of the first record. */
export const chainStart: Digest = '0'.repeat(64)

/** sha256 of the record's canonical JSON, header included: what the next record's `previous` must say. */
export function recordDigest(record: LedgerRecord): Digest {
  return sha256(canonicalJson(record))
}

/** Entries as records that continue the chain, numbered from 1. Entries whose key is recorded already, or comes twice, are left out. */
export function sealRecords(
  previous: readonly LedgerRecord[],
  entries: readonly NewEntry[],
  header: { at: string; by: Actor },
): LedgerRecord[] {
  const keys = new Set(previous.map((record) => record.key))
  const sealed: LedgerRecord[] = []
  let last = previous.at(-1)
  for (const entry of entries) {
    if (keys.has(entry.key)) continue
    keys.add(entry.key)
    const link = last === undefined ? chainStart : recordDigest(last)
    last = { ...entry, schema: 1, seq: (last?.seq ?? 0) + 1, previous: link, at: header.at, by: header.by }
    sealed.push(last)
  }
  return sealed
}

/** Checks number, link and key of every record; `after` is the record they must continue, when they are not the beginning.
 *  @throws StagecoachError `ledger-broken` naming the first record that was changed, left out or put in */
export function verifyChain(records: readonly LedgerRecord[], after?: LedgerRecord): void {
  const keys = new Set<string>()
  let last = after
  for (const record of records) {
    const seq = (last?.seq ?? 0) + 1
    if (record.seq !== seq) throw broken(seq, `Record ${seq} is missing: after record ${seq - 1} comes ${record.seq}.`)
    const link = last === undefined ? chainStart : recordDigest(last)
    if (record.previous !== link) throw broken(seq, brokenLink(seq))
    if (keys.has(record.key)) throw broken(seq, `Record ${seq} repeats the key '${record.key}' of an earlier one.`)
    keys.add(record.key)
    last = record
  }
}

function brokenLink(seq: number): string {
  if (seq === 1) return 'Record 1 does not begin a chain: something stood before it.'
  return `Record ${seq - 1} is not the one that record ${seq} was written after: one of the two was changed.`
}

function broken(seq: number, message: string): StagecoachError {
  return new StagecoachError('ledger-broken', message, {
    hint: `Compare record ${seq} and its neighbours on the branch stagecoach/ledger with another clone.`,
  })
}
