import { createHash } from 'node:crypto'
import { git } from '../../story/stage/git-person.ts'

/** A ledger record as its file says it, read without the product's help. */
export interface LedgerLine {
  kind: string
  key: string
  previous: string
  seq: number
  environment?: string
  operation?: string
  state?: string
  action?: string
  fence?: number
}

/** The records on the branch, in order. Throws where a record does not follow from the one before it, or a key comes twice. */
export async function readLedger(bare: string): Promise<LedgerLine[]> {
  const names = (await git(bare, ['ls-tree', '-r', '--name-only', 'stagecoach/ledger', 'records'])).split('\n').sort()
  const texts = await recordTexts(bare, names)
  let previous = '0'.repeat(64)
  const keys = new Set<string>()
  return texts.map((text, index) => {
    // The shape is looked at where a field matters.
    const record = JSON.parse(text) as LedgerLine
    if (record.previous !== previous || record.seq !== index + 1) throw new Error(`The ledger breaks at ${names[index] ?? ''}.`)
    if (keys.has(record.key)) throw new Error(`The ledger repeats ${record.key}.`)
    keys.add(record.key)
    previous = createHash('sha256').update(text).digest('hex')
    return record
  })
}

/** One process for all: `git archive` would need tar, so the blobs come joined and are cut at their sizes. */
async function recordTexts(bare: string, names: readonly string[]): Promise<string[]> {
  const separator = '\u0000'
  const shown = await Promise.all(
    chunks(names, 40).map((some) =>
      git(bare, ['grep', '--no-color', '-h', '--null', '-e', '', 'stagecoach/ledger', '--', ...some]),
    ),
  )
  // Canonical JSON is one line without a newline at its end, so every record is a line of what git grep prints.
  return shown.flatMap((text) => text.split('\n')).map((line) => line.slice(line.lastIndexOf(separator) + 1))
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return all.length === 0 ? [] : [all.slice(0, size), ...chunks(all.slice(size), size)]
}
