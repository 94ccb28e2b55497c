import { changedWorkflows } from '../git/changed-files.ts'
import { writeCommit } from '../git/commits.ts'
import { commitsSince, mergeBase } from '../git/history.ts'
import { mergeCommits, rebaseCommits } from '../git/merge-trees.ts'
import { readRef } from '../git/refs.ts'
import { swapRef } from '../git/swap-ref.ts'
import type { Signature } from '../git/commits.ts'
import { HttpError } from '../http/http-error.ts'
import { allows } from '../permissions.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { bindsBearer, mayPush, notAuthorised } from './branch-access.ts'
import { isBehind, unmetProtection } from './merge-rules.ts'
import { markMerged } from './pull-state.ts'
import { followRefChange } from './ref-change.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface MergeRequest {
  readonly method: MergeMethod
  /** The head the caller has seen. */
  readonly expectedHead: string | undefined
  readonly title: string | undefined
  readonly message: string | undefined
}

const conflict = (): HttpError => new HttpError(405, 'Pull Request is not mergeable')
const disallowed: Record<MergeMethod, string> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
}

/** 405, 409 or 403 with GitHub's text when the pull request may not merge now. */
async function refuseUnready(act: Act, repository: Repository, pull: PullRequest, request: MergeRequest): Promise<void> {
  if (pull.state === 'closed') throw conflict()
  if (pull.draft) throw new HttpError(405, 'Pull Request is still a draft')
  if (request.expectedHead !== undefined && request.expectedHead !== pull.headSha) {
    throw new HttpError(409, 'Head branch was modified. Review and try the merge again.')
  }
  const { allowMergeCommit, allowSquashMerge, allowRebaseMerge } = repository.settings
  const allowed = { merge: allowMergeCommit, squash: allowSquashMerge, rebase: allowRebaseMerge }
  if (!allowed[request.method]) throw new HttpError(405, disallowed[request.method])
  const protection = repository.protectionOf(pull.baseRef)
  if (protection === undefined || !bindsBearer(act, repository, protection)) return
  const [reason] = unmetProtection(act.world, repository, pull)
  if (reason !== undefined) throw new HttpError(405, reason)
  if (protection.strict === true && (await isBehind(repository, pull))) {
    throw new HttpError(405, 'The head branch is not up to date with the base branch.')
  }
  if (!mayPush(act, protection)) throw new HttpError(405, notAuthorised)
}

function defaultText(repository: Repository, pull: PullRequest, request: MergeRequest, squashed: string): string {
  const merge = request.method === 'merge'
  const title = merge
    ? `Merge pull request #${pull.number} from ${repository.owner}/${pull.headRef}`
    : `${pull.title} (#${pull.number})`
  const body = request.message ?? (merge ? pull.title : squashed)
  return `${request.title ?? title}${body === '' ? '' : `\n\n${body}`}\n`
}

function identity(act: Act, login: string): Signature {
  const account = act.world.accounts.get(login)
  return { name: account.name ?? account.login, email: account.email, date: act.world.clock.iso() }
}

/** The new tip of the base branch, or undefined on conflict. */
async function makeMerge(act: Act, repository: Repository, pull: PullRequest, request: MergeRequest, base: string) {
  const { bare } = repository
  const fork = await mergeBase(bare, base, pull.headSha)
  const commits = (await commitsSince(bare, fork, pull.headSha)).filter(({ parents }) => parents.length < 2)
  const shas = commits.map(({ sha }) => sha)
  if (request.method === 'rebase') return rebaseCommits(bare, base, shas, identity(act, act.who.login))
  const tree = await mergeCommits(bare, base, pull.headSha)
  if (tree === undefined) return undefined
  const list = commits.map(({ message }) => `* ${message}`).join('\n\n')
  const squashed = commits.length === 1 ? (commits[0]?.message.split('\n').slice(2).join('\n') ?? '') : list
  return writeCommit(bare, {
    tree,
    parents: request.method === 'merge' ? [base, pull.headSha] : [base],
    message: defaultText(repository, pull, request, squashed),
    author: identity(act, request.method === 'merge' ? act.who.login : pull.author),
    committer: { name: 'GitHub', email: 'noreply@github.com', date: act.world.clock.iso() },
  })
}

async function refuseWorkflowChange(act: Act, repository: Repository, base: string, merged: string): Promise<void> {
  if (act.who.permissions === undefined || allows(act.who.permissions, 'workflows', 'write')) return
  const [file] = await changedWorkflows(repository.bare, base, merged)
  if (file === undefined) return
  throw new HttpError(
    403,
    `refusing to allow a GitHub App to create or update workflow \`${file}\` without \`workflows\` permission`,
  )
}

/** Merges for real, in the bare repository. Returns the merge commit; throws HttpError 403, 405 or 409 with GitHub's text. */
export async function mergePull(act: Act, repository: Repository, pull: PullRequest, request: MergeRequest): Promise<string> {
  await refuseUnready(act, repository, pull, request)
  const ref = `refs/heads/${pull.baseRef}`
  const base = readRef(repository.bare, ref)
  const merged = base === undefined ? undefined : await makeMerge(act, repository, pull, request, base)
  if (base === undefined || merged === undefined) throw conflict()
  await refuseWorkflowChange(act, repository, base, merged)
  if (!(await swapRef(repository.bare, ref, base, merged))) {
    throw new HttpError(405, 'Base branch was modified. Review and try the merge again.')
  }
  await markMerged(act, repository, pull, merged, base)
  await followRefChange(act, repository, { ref, before: base, after: merged })
  if (repository.settings.deleteBranchOnMerge) await deleteHead(act, repository, pull)
  return merged
}

async function deleteHead(act: Act, repository: Repository, pull: PullRequest): Promise<void> {
  const ref = `refs/heads/${pull.headRef}`
  const before = readRef(repository.bare, ref)
  if (before === undefined || !(await swapRef(repository.bare, ref, before, undefined))) return
  await followRefChange(act, repository, { ref, before, after: undefined })
}
