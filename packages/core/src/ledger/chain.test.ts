import { describe, expect, it } from 'vitest'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { chainStart, recordDigest, sealRecords, verifyChain } from './chain.ts'
import { operationId } from './operation-id.ts'
import { parseRecord } from './parse-record.ts'
import type { LedgerRecord, NewEntry } from './record.ts'

const header = { at: '2026-11-20T09:00:00Z', by: { login: 'ada' } }
const entries: NewEntry[] = [
  { kind: 'built', key: 'built/loyalty', package: samplePackage('loyalty'), people: ['ada'] },
  { kind: 'release', key: 'release/1', content: sampleOid('content'), digest: 'a'.repeat(64) },
  { kind: 'merged', key: 'merged/1', operation: '0123456789abcdef', environment: 'qa', commit: sampleOid('merge') },
]

function chain(): LedgerRecord[] {
  return sealRecords([], entries, header)
}

/** Changes one member of the record at an index, as one flipped byte would. */
function flip(records: LedgerRecord[], index: number): LedgerRecord[] {
  return records.map((record, at) => (at === index ? { ...record, at: '2026-11-20T09:00:01Z' } : record))
}

describe('a chain of records', () => {
  it('is numbered from one and begins with zeros', () => {
    const [first, second] = chain()
    expect(first).toMatchObject({ seq: 1, previous: chainStart, schema: 1, by: { login: 'ada' } })
    expect(second).toMatchObject({ seq: 2, previous: first && recordDigest(first) })
  })

  it('holds when it grew in several steps', () => {
    const first = sealRecords([], entries.slice(0, 1), header)
    const rest = sealRecords(first, entries.slice(1), { ...header, at: '2026-11-20T10:00:00Z' })
    expect(() => verifyChain([...first, ...rest])).not.toThrow()
    expect(() => verifyChain(rest, first.at(-1))).not.toThrow()
  })

  it('leaves out an entry whose key is recorded or comes twice', () => {
    const records = chain()
    expect(sealRecords(records, entries, header)).toEqual([])
    expect(sealRecords([], [...entries, ...entries], header)).toHaveLength(3)
  })

  it.each([
    ['changed', (records: LedgerRecord[]) => flip(records, 0), /Record 1 is not the one that record 2/],
    ['left out', (records: LedgerRecord[]) => [...records.slice(0, 1), ...records.slice(2)], /Record 2 is missing/],
    ['left out at the start', (records: LedgerRecord[]) => records.slice(1), /Record 1 is missing/],
    ['exchanged', (records: LedgerRecord[]) => [...records.slice(1, 2), ...records.slice(0, 1)], /Record 1 is missing/],
  ])('breaks at a record that was %s', (_what, damage, message) => {
    expect(() => verifyChain(damage(chain()))).toThrow(message)
  })

  it('breaks at a key that comes twice', () => {
    const first = sealRecords([], entries.slice(0, 1), header)
    const again = sealRecords(first, [{ ...(entries[0] as NewEntry), key: 'other' }], header).map((record) => ({
      ...record,
      key: 'built/loyalty',
    }))
    expect(() => verifyChain([...first, ...again])).toThrow(/repeats the key/)
  })
})

describe('a record that is read', () => {
  it('is what was written', () => {
    for (const record of chain()) expect(parseRecord(JSON.parse(JSON.stringify(record)), 'Record')).toEqual(record)
  })

  it.each([
    ['an unknown kind', { kind: 'party' }],
    ['an unknown member', { mood: 'good' }],
    ['a name that climbs out', { environment: '../qa' }],
    ['no key', { key: '' }],
    ['a local time', { at: '2026-11-20T09:00:00+01:00' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => parseRecord({ ...chain()[2], ...change }, 'Record 3')).toThrow(/Record 3 is no record that Stagecoach wrote/)
  })

  it('of a newer format is told apart from a broken one', () => {
    expect(() => parseRecord({ schema: 2, kind: 'party' }, 'Record 3')).toThrow(
      expect.objectContaining({ code: 'ledger-format-newer' }),
    )
  })
})

describe('an operation id', () => {
  const key = { verb: 'deploy', environment: 'qa', composition: 'c'.repeat(64), content: sampleOid('x'), completed: 3 } as const

  it('stays while nothing changed, and changes when an operation completed', () => {
    expect(operationId(key)).toMatch(/^[0-9a-f]{16}$/)
    expect(operationId({ ...key })).toBe(operationId(key))
    expect(operationId({ ...key, completed: 4 })).not.toBe(operationId(key))
  })
})
