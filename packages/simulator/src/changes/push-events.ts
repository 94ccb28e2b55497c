import { changedPaths } from '../git/changed-files.ts'
import { readCommit } from '../git/commits.ts'
import { commitsSince, isAncestor, mergeBase } from '../git/history.ts'
import { readRef, resolveCommit, zeroId } from '../git/refs.ts'
import { emptyTree } from '../git/tree-files.ts'
import type { Commit } from '../git/commits.ts'
import { presentEventCommit } from '../present/commit.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { envelope } from './pull-events.ts'
import type { RefChange } from './ref-change.ts'

/** Events of a moved branch or tag: `push`, and `create` or `delete`. Other refs raise nothing. */
export async function raisePushEvents(act: Act, repository: Repository, change: RefChange): Promise<void> {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(change.ref) ?? []
  if (kind === undefined || name === undefined) return
  const refType = kind === 'heads' ? 'branch' : 'tag'
  if (change.after === undefined) return raiseDelete(act, repository, name, refType)
  const sha = await resolveCommit(repository.bare, change.after)
  if (sha === undefined) return
  const head = await readCommit(repository.bare, sha)
  await raisePush(act, repository, change, head, name)
  if (change.before !== undefined) return
  act.raise(repository, {
    name: 'create',
    ref: change.ref,
    sha,
    workflowSha: sha,
    headBranch: name,
    headSha: sha,
    payload: { ref: name, ref_type: refType, master_branch: repository.defaultBranch, ...envelope(act, repository) },
  })
}

async function raiseDelete(act: Act, repository: Repository, name: string, refType: string): Promise<void> {
  const sha = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  if (sha === undefined) return
  act.raise(repository, {
    name: 'delete',
    ref: `refs/heads/${repository.defaultBranch}`,
    sha,
    workflowSha: sha,
    headBranch: repository.defaultBranch,
    headSha: sha,
    payload: { ref: name, ref_type: refType, pusher_type: 'user', ...envelope(act, repository) },
  })
}

async function raisePush(act: Act, repository: Repository, change: RefChange, head: Commit, name: string): Promise<void> {
  const { bare } = repository
  const before = change.before === undefined ? undefined : await resolveCommit(bare, change.before)
  const main = readRef(bare, `refs/heads/${repository.defaultBranch}`)
  // A new branch is compared with where it left the default branch.
  const from = before ?? (main === undefined || main === head.sha ? undefined : await mergeBase(bare, main, head.sha))
  const commits = await commitsSince(bare, from, head.sha, { limit: 20 })
  const account = act.world.accounts.find(act.who.login)
  const payload = {
    ref: change.ref,
    before: change.before ?? zeroId,
    after: change.after ?? zeroId,
    created: change.before === undefined,
    deleted: false,
    forced: before !== undefined && !(await isAncestor(bare, before, head.sha)),
    base_ref: null,
    compare: `${act.world.url}/${repository.fullName}/compare/${change.before ?? zeroId}...${head.sha}`,
    commits: commits.map((commit) => presentEventCommit(act.world, repository, commit)),
    head_commit: presentEventCommit(act.world, repository, head),
    pusher: { name: act.who.login, email: account?.email ?? null },
    ...envelope(act, repository),
  }
  const event = {
    name: 'push' as const,
    ref: change.ref,
    sha: head.sha,
    workflowSha: head.sha,
    headBranch: name,
    headSha: head.sha,
  }
  const paths = change.ref.startsWith('refs/heads/') ? await changedPaths(bare, from ?? emptyTree, head.sha) : undefined
  act.raise(repository, { ...event, payload, ...(paths === undefined ? {} : { changedPaths: paths }) }, head.message)
}
