import type { BareRepository } from './bare-repository.ts'
import { readCommit, writeCommit } from './commits.ts'
import type { Signature } from './commits.ts'
import { isAncestor } from './history.ts'
import { runGit } from './run-git.ts'

/** The tree of a three-way merge of two commits over their real merge base, or undefined on conflict. */
export function mergeCommits(bare: BareRepository, ours: string, theirs: string): Promise<string | undefined> {
  return bare.merges.of(`${ours} ${theirs}`, async () => {
    // Where only one side has changed since the other, its tree is the result.
    if (await isAncestor(bare, ours, theirs)) return (await readCommit(bare, theirs)).tree
    if (await isAncestor(bare, theirs, ours)) return (await readCommit(bare, ours)).tree
    const args = ['merge-tree', '--write-tree', '--no-messages', '--allow-unrelated-histories', ours, theirs]
    const { code, stdout } = await runGit(bare.path, args, { accept: [0, 1] })
    return code === 0 ? stdout.toString('utf8').trim() : undefined
  })
}

const nobody: Signature = { name: 'merge', email: 'merge@invalid', date: '2000-01-01T00:00:00Z' }

/**
 * The tree of `onto` with the change of one commit, as a cherry-pick makes it. git 2.39 has no `merge-tree --merge-base`,
 * so the base is given by three artificial commits.
 */
async function replayTree(bare: BareRepository, onto: string, commit: string): Promise<string | undefined> {
  const picked = await readCommit(bare, commit)
  const target = await readCommit(bare, onto)
  const [parent] = picked.parents
  if (parent === undefined) return undefined
  const artificial = { message: 'replay', author: nobody, committer: nobody }
  const base = writeCommit(bare, { ...artificial, tree: (await readCommit(bare, parent)).tree, parents: [] })
  const ours = writeCommit(bare, { ...artificial, message: 'ours', tree: target.tree, parents: [base] })
  const theirs = writeCommit(bare, { ...artificial, message: 'theirs', tree: picked.tree, parents: [base] })
  return mergeCommits(bare, ours, theirs)
}

/** Replays commits, oldest first; returns the new tip, or undefined on conflict. Authors stay, the committer is given. */
export async function rebaseCommits(
  bare: BareRepository,
  onto: string,
  commits: readonly string[],
  committer: Signature,
): Promise<string | undefined> {
  let tip = onto
  for (const sha of commits) {
    const tree = await replayTree(bare, tip, sha)
    if (tree === undefined) return undefined
    const { author, message } = await readCommit(bare, sha)
    tip = writeCommit(bare, { tree, parents: [tip], message, author, committer })
  }
  return tip
}
