import { writeCommit } from '../git/commits.ts'
import { isAncestor } from '../git/history.ts'
import { mergeCommits } from '../git/merge-trees.ts'
import { readRef } from '../git/refs.ts'
import { swapRef } from '../git/swap-ref.ts'
import { HttpError } from '../http/http-error.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { refuseRefChange } from './push-rules.ts'
import { followRefChange } from './ref-change.ts'

export interface BranchMerge {
  /** Branch that moves. */
  readonly into: string
  /** Commit that comes in. */
  readonly from: string
  readonly message: string
}

/** Merges a commit into a branch without a pull request, as `POST merges` and update-branch do. */
export async function mergeBranches(
  act: Act,
  repository: Repository,
  { into, from, message }: BranchMerge,
): Promise<'conflict' | 'nothing' | { readonly sha: string }> {
  const { bare } = repository
  const ref = `refs/heads/${into}`
  const before = readRef(bare, ref)
  if (before === undefined) return 'conflict'
  if (await isAncestor(bare, from, before)) return 'nothing'
  const tree = await mergeCommits(bare, before, from)
  if (tree === undefined) return 'conflict'
  const account = act.world.accounts.get(act.who.login)
  const date = act.world.clock.iso()
  const author = { name: account.name ?? account.login, email: account.email, date }
  const committer = { name: 'GitHub', email: 'noreply@github.com', date }
  const sha = writeCommit(bare, { tree, parents: [before, from], message: `${message}\n`, author, committer })
  await refuseRefChange(act, repository, { ref, before, after: sha })
  if (!(await swapRef(bare, ref, before, sha))) throw new HttpError(409, 'Base branch was modified.')
  await followRefChange(act, repository, { ref, before, after: sha })
  return { sha }
}
