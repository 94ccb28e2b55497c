import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git } from '../../story/stage/git-person.ts'
import { ledgerBranch, ledgerTip } from './ledger-records.ts'
import { fileAt, pathsOf } from './branch.ts'

const ref = `refs/heads/${ledgerBranch}`

/** Changes one letter of one record by a new commit on the ledger's branch, as somebody with write access could. */
export async function flipOneByte(bare: string, seq: number): Promise<void> {
  const digits = String(seq).padStart(8, '0')
  const path = `records/${digits.slice(0, 4)}/${digits}.json`
  const text = (await fileAt(bare, ref, path)) ?? ''
  const at = text.indexOf('"at":"20') + '"at":"20'.length
  const flipped = `${text.slice(0, at)}${text[at] === '2' ? '3' : '2'}${text.slice(at + 1)}`
  const tip = await ledgerTip(bare)
  const scratch = await mkdtemp(join(tmpdir(), 'stagecoach-tamper-'))
  try {
    await writeFile(join(scratch, 'record'), flipped)
    const blob = await git(bare, ['hash-object', '-w', '--no-filters', join(scratch, 'record')])
    const tree = await treeWith(bare, tip, path, blob)
    const commit = await git(bare, ['commit-tree', '-p', tip, '-m', 'Record decision', tree])
    await git(bare, ['update-ref', ref, commit, tip])
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** The bare repository's own index serves to make the tree; nothing else uses it. */
async function treeWith(bare: string, tip: string, path: string, blob: string): Promise<string> {
  await git(bare, ['read-tree', tip])
  await git(bare, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])
  const tree = await git(bare, ['write-tree'])
  await rm(join(bare, 'index'))
  return tree
}

/** Takes the newest commits off the branch: what is left is a chain without a fault. Answers with the tip before. */
export async function forgetNewest(bare: string, commits: number): Promise<string> {
  const tip = await ledgerTip(bare)
  await git(bare, ['update-ref', ref, `${tip}~${commits}`, tip])
  return tip
}

/** Puts the branch back to where it was. */
export async function restoreLedger(bare: string, tip: string): Promise<void> {
  await git(bare, ['update-ref', ref, tip])
}

/** The number of the last record. */
export async function lastRecord(bare: string): Promise<number> {
  return (await pathsOf(bare, ref, 'records/')).length
}
