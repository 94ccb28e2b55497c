import type { Conflict, Git } from '@stagecoach/core'
import { mustGit, type PersonGit } from '../remote/person-git.ts'

/** Puts the conflicts into the index as git does, so that `git status`, `git mergetool` and `git checkout --ours` work, and writes files with diff3 markers. */
export async function layOut(worktree: PersonGit, objects: Pick<Git, 'readBlob'>, conflicts: readonly Conflict[]): Promise<void> {
  // The base is often computed, and a feature need not be in this clone: the person's repository may lack either.
  for (const side of conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs])) {
    if (side !== undefined && side.mode !== submodule)
      await mustGit(worktree, ['hash-object', '-w', '--stdin'], await objects.readBlob(side.oid))
  }
  await markUnmerged(worktree, conflicts)
  for (const { path, ours, theirs } of conflicts) {
    if (ours !== undefined && theirs !== undefined)
      await mustGit(worktree, ['checkout', '--quiet', '--conflict=diff3', '--', path])
    // Changed on one side and deleted on the other: the changed file is shown.
    else if (theirs !== undefined) await mustGit(worktree, ['checkout', '--quiet', '--theirs', '--', path])
    else if (ours !== undefined) await mustGit(worktree, ['checkout', '--quiet', '--ours', '--', path])
  }
}

const submodule = '160000'

/** Stages 1, 2 and 3 in place of the one entry (git-update-index(1), `--index-info`). */
export async function markUnmerged(git: PersonGit, conflicts: readonly Conflict[]): Promise<void> {
  const lines = conflicts.flatMap(({ path, base, ours, theirs }) => [
    `0 ${'0'.repeat(40)}\t${path}`,
    ...[base, ours, theirs].flatMap((side, index) =>
      side === undefined ? [] : [`${side.mode} ${side.oid} ${index + 1}\t${path}`],
    ),
  ])
  await mustGit(git, ['update-index', '-z', '--index-info'], lines.map((line) => `${line}\0`).join(''))
}
