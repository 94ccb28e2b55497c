import { StagecoachError } from '../error.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import { readState } from './branch-state.ts'

/** Why the state of a commit cannot be read; undefined when it can. */
export async function unreadableReason(git: GitObjects, commit: Oid): Promise<string | undefined> {
  try {
    await readState(git, commit)
    return undefined
  } catch (error) {
    if (error instanceof StagecoachError && error.code === 'state-invalid') return error.message
    throw error
  }
}

/** The newest of these commits (oldest first) whose state can be read, else the first one's parent. */
export async function readableBefore(git: GitObjects, commits: readonly Commit[]): Promise<Oid | undefined> {
  for (const commit of commits.toReversed()) if ((await unreadableReason(git, commit.oid)) === undefined) return commit.oid
  return commits[0]?.parents[0]
}
