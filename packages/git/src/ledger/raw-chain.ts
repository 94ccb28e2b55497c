import { canonicalJson, chainStart, sha256 } from '@stagecoach/core'

/** A record as its file says it. `text` is the canonical JSON. */
export interface RawRecord {
  seq: number
  text: string
}

/** Where the chain does not hold; `seq` is the record that was changed, removed or put in. */
export interface ChainBreak {
  seq: number
  message: string
}

/** Every place where numbers, links or form do not hold. Works on bytes, so records of a newer format are covered too.
 *  A record whose links to both neighbours are broken was changed itself; when only the link after it is broken, its successor was written after something else. */
export function chainBreaks(records: readonly RawRecord[], after?: RawRecord): ChainBreak[] {
  const breaks = new Map<number, ChainBreak>()
  const report = (seq: number, message: string): void => {
    if (!breaks.has(seq)) breaks.set(seq, { seq, message: `Record ${seq} ${message}` })
  }
  let last = after
  let brokenBefore = false
  records.forEach((record, index) => {
    const expected = (last?.seq ?? 0) + 1
    for (let seq = expected; seq < record.seq; seq++) report(seq, 'is missing.')
    const header = readHeader(record.text)
    if (header === undefined) report(record.seq, 'is not written as Stagecoach writes records.')
    else if (header.seq !== record.seq) report(record.seq, `says it is record ${String(header.seq)}.`)
    const gap = record.seq !== expected
    const linked = header?.previous === (last === undefined ? chainStart : sha256(last.text))
    const next = records[index + 1]
    const linkedAfter = next === undefined || readHeader(next.text)?.previous === sha256(record.text)
    if (!gap && !linked && !brokenBefore) {
      if (!linkedAfter || last === undefined) report(record.seq, 'does not follow from the record before it: it was changed.')
      else report(last.seq, `is not the one that record ${record.seq} was written after: it was changed.`)
    }
    brokenBefore = !linked && !linkedAfter
    last = record
  })
  return [...breaks.values()].sort((a, b) => a.seq - b.seq)
}

interface Header {
  seq: unknown
  previous: unknown
  schema: unknown
  key: unknown
}

/** undefined when the text is no canonical JSON object. */
export function readHeader(text: string): Header | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return undefined
    return { seq: undefined, previous: undefined, schema: undefined, key: undefined, ...value }
  } catch {
    // Not JSON at all: the caller reports the record.
    return undefined
  }
}
