export const ledgerBranch = 'stagecoach/ledger'
export const ledgerRef = `refs/heads/${ledgerBranch}`
export const recordsFolder = 'records'

/** `records/0000/00000001.json`: at most 10,000 files in a folder. */
export function recordPath(seq: number): string {
  const digits = String(seq).padStart(8, '0')
  return `${recordsFolder}/${digits.slice(0, 4)}/${digits}.json`
}

export function parseRecordPath(path: string): number | undefined {
  const seq = Number(/^records\/\d{4}\/(\d{8})\.json$/.exec(path)?.[1] ?? 0)
  return seq > 0 && recordPath(seq) === path ? seq : undefined
}
