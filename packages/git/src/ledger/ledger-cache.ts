import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Oid } from '@stagecoach/core'
import type { RawRecord } from './raw-chain.ts'

/** Records up to a tip, as last read and verified. */
export interface ReadLedger {
  tip: Oid | undefined
  records: readonly RawRecord[]
}

const name = 'stagecoach-ledger-1.jsonl'

/** Lines of the file in the ledger's git directory: the tip, then one record each. Anything unexpected in it counts as no cache. */
export async function loadCache(directory: string): Promise<ReadLedger | undefined> {
  const text = await readFile(join(directory, name), 'utf8').catch(() => '')
  const [tip, ...lines] = text.split('\n').filter(Boolean)
  if (tip === undefined || !/^[0-9a-f]{40}$/.test(tip) || !text.endsWith('\n')) return undefined
  return { tip, records: lines.map((line, index) => ({ seq: index + 1, text: line })) }
}

/** Under another name first, so that a killed process leaves the old one. */
export async function saveCache(directory: string, { tip = '', records }: ReadLedger): Promise<void> {
  const temporary = join(directory, `${name}.${process.pid}`)
  await writeFile(temporary, `${[tip, ...records.map((record) => record.text)].join('\n')}\n`)
  await rename(temporary, join(directory, name))
}
