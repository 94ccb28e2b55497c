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
  const read = records.map(({ seq, text }) => ({ seq, header: readHeader(text), digest: sha256(text) }))
  let last = after === undefined ? undefined : { seq: after.seq, digest: sha256(after.text) }
  let brokenBefore = false
  for (const [index, record] of read.entries()) {
    const { seq, header, digest } = record
    const expected = (last?.seq ?? 0) + 1
    for (let missing = expected; missing < seq; missing++) report(missing, 'is missing.')
    if (header === undefined) report(seq, 'is not written as Stagecoach writes records.')
    else if (header.seq !== seq) report(seq, `says it is record ${String(header.seq)}.`)
    const next = read[index + 1]
    const linked = header?.previous === (last?.digest ?? chainStart)
    const linkedAfter = next === undefined || next.header?.previous === digest
    if (seq === expected && !linked && !brokenBefore) {
      if (!linkedAfter || last === undefined) report(seq, 'does not follow from the record before it: it was changed.')
      else report(last.seq, `is not the one that record ${seq} was written after: it was changed.`)
    }
    brokenBefore = !linked && !linkedAfter
    last = record
  }
  return [...breaks.values()].sort((a, b) => a.seq - b.seq)
}

interface Header {
  seq: unknown
  previous: unknown
}

/** undefined when the text is no canonical JSON object. */
function readHeader(text: string): Header | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return undefined
    return { seq: undefined, previous: undefined, ...value }
  } catch {
    // Not JSON at all: the caller reports the record.
    return undefined
  }
}
