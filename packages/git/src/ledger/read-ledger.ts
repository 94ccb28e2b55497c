import { StagecoachError } from '@stagecoach/core'
import type { Git, Oid } from '@stagecoach/core'
import type { ReadLedger } from './ledger-cache.ts'
import { parseRecordPath, recordsFolder } from './ledger-path.ts'
import { chainBreaks } from './raw-chain.ts'
import type { RawRecord } from './raw-chain.ts'

/** Everything up to `tip`; only what came after `known` is read and its links verified. @throws StagecoachError `ledger-broken` naming the record or the rewrite */
export async function readLedger(git: Git, tip: Oid, known: ReadLedger | undefined): Promise<ReadLedger> {
  if (known?.tip === undefined) return { tip, records: verified(await readRecords(git, await listRecords(git, tip))) }
  if (known.tip === tip) return known
  if (!(await git.isAncestor(known.tip, tip))) throw rewritten(known.tip, tip)
  const changes = await git.diff(known.tip, tip)
  const old = changes.find((change) => change.before !== undefined)
  if (old !== undefined) {
    throw broken(`'${old.path}' was ${old.after === undefined ? 'removed' : 'changed'} after it was written.`)
  }
  const added = changes.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, oid: after.oid }]))
  const records = await readRecords(git, added)
  return { tip, records: [...known.records, ...verified(records, known.records.at(-1))] }
}

export async function listRecords(git: Git, tip: Oid): Promise<{ path: string; oid: Oid }[]> {
  return git.list(tip, recordsFolder)
}

export async function readRecords(git: Git, files: readonly { path: string; oid: Oid }[]): Promise<RawRecord[]> {
  const records = await Promise.all(
    files.map(async ({ path, oid }) => {
      const seq = parseRecordPath(path)
      if (seq === undefined) throw broken(`'${path}' is no record.`)
      return { seq, text: Buffer.from(await git.readBlob(oid)).toString('utf8') }
    }),
  )
  return records.sort((a, b) => a.seq - b.seq)
}

export function rewritten(noted: Oid, tip: Oid): StagecoachError {
  return broken(`the branch was rewritten: the noted tip ${noted} is no ancestor of ${tip}.`)
}

export function broken(what: string): StagecoachError {
  return new StagecoachError('ledger-broken', `The ledger is broken: ${what}`, {
    hint: 'Nothing is decided on it. `stagecoach ledger verify` lists what was changed; restore the branch stagecoach/ledger from another clone.',
  })
}

function verified(records: readonly RawRecord[], after?: RawRecord): readonly RawRecord[] {
  const first = chainBreaks(records, after)[0]
  if (first !== undefined) throw broken(first.message)
  return records
}
