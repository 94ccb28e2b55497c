import type { Commit, Git, Oid } from '@stagecoach/core'
import { emptyTree } from '../objects/trees.ts'
import { openGit } from '../open-git.ts'
import { ledgerRef, parseRecordPath, recordsFolder } from './ledger-path.ts'
import { chainBreaks } from './raw-chain.ts'
import { listRecords, readRecords } from './read-ledger.ts'

export interface LedgerProblem {
  kind: 'chain-broken' | 'record-changed' | 'record-removed' | 'foreign-file' | 'merge-commit' | 'rewritten'
  /** The record it is about. */
  seq?: number
  /** The commit that did it. */
  commit?: Oid
  message: string
}

export interface LedgerVerification {
  tip: Oid | undefined
  records: number
  /** Empty when the ledger holds; else everything found, chain first. */
  problems: LedgerProblem[]
}

export interface VerifyLedgerOptions {
  directory?: string
  url: string
  token?: string
  /** Tips that targets and reports noted: each must be an ancestor. */
  noted?: readonly Oid[]
}

/** Proves chain and history of the branch from a fresh fetch, without any cache. */
export async function verifyLedger({ noted = [], ...options }: VerifyLedgerOptions): Promise<LedgerVerification> {
  const git = await openGit(options)
  try {
    const tip = (await git.fetch([ledgerRef])).get(ledgerRef)?.oid
    const lost = await lostTips(git, tip, noted)
    if (tip === undefined) return { tip, records: 0, problems: lost }
    const files = (await listRecords(git, tip)).filter((file) => parseRecordPath(file.path) !== undefined)
    const records = await readRecords(git, files)
    const breaks = chainBreaks(records).map((found): LedgerProblem => ({ kind: 'chain-broken', ...found }))
    return { tip, records: records.length, problems: [...breaks, ...(await historyProblems(git, tip)), ...lost] }
  } finally {
    await git.close()
  }
}

async function lostTips(git: Git, tip: Oid | undefined, noted: readonly Oid[]): Promise<LedgerProblem[]> {
  const reachable = new Set(
    tip === undefined || noted.length === 0 ? [] : (await git.log(undefined, tip)).map((commit) => commit.oid),
  )
  return noted
    .filter((oid) => !reachable.has(oid))
    .map((oid) => ({
      kind: 'rewritten',
      message: `The branch was rewritten: the noted tip ${oid} is no ancestor of ${tip ?? 'nothing'}.`,
    }))
}

/** Records are only ever added, by commits in one line. */
async function historyProblems(git: Git, tip: Oid): Promise<LedgerProblem[]> {
  const commits = (await git.log(undefined, tip)).reverse()
  const problems = await Promise.all(commits.map((commit) => commitProblems(git, commit)))
  return problems.flat()
}

async function commitProblems(git: Git, commit: Commit): Promise<LedgerProblem[]> {
  const problems: LedgerProblem[] = []
  const [parent = emptyTree, ...others] = commit.parents
  if (others.length > 0) problems.push({ kind: 'merge-commit', commit: commit.oid, message: `Commit ${commit.oid} is a merge.` })
  for (const { path, before, after } of await git.diff(parent, commit.oid)) {
    const seq = parseRecordPath(path)
    if (seq === undefined) {
      const where = path.startsWith(`${recordsFolder}/`) ? 'is no record' : 'does not belong to the ledger'
      problems.push({ kind: 'foreign-file', commit: commit.oid, message: `'${path}' in commit ${commit.oid} ${where}.` })
    } else if (before !== undefined) {
      const [kind, word] =
        after === undefined ? (['record-removed', 'removes'] as const) : (['record-changed', 'changes'] as const)
      problems.push({ kind, seq, commit: commit.oid, message: `Commit ${commit.oid} ${word} record ${seq}.` })
    }
  }
  return problems
}
