import { isAncestor } from '../git/history.ts'
import { git } from '../git/run-git.ts'
import { HttpError } from '../http/http-error.ts'
import { allows } from '../permissions.ts'
import type { BranchProtection } from '../simulator.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { bindsBearer, mayPush, notAuthorised } from './branch-access.ts'
import { unmetForPush } from './merge-rules.ts'
import type { RefChange } from './ref-change.ts'

/** The protection of a branch that binds this bearer: not an admin, unless enforced. */
function binding(act: Act, repository: Repository, ref: string): BranchProtection | undefined {
  if (!ref.startsWith('refs/heads/')) return undefined
  const protection = repository.protectionOf(ref.slice('refs/heads/'.length))
  return protection !== undefined && bindsBearer(act, repository, protection) ? protection : undefined
}

/** What keeps a branch from being pushed to, rewound or deleted; not for those who may push directly. Required statuses are a rule of their own. */
function restriction(act: Act, repository: Repository, ref: string): BranchProtection | undefined {
  const protection = binding(act, repository, ref)
  return protection?.pushAllowances !== undefined && mayPush(act, protection) ? undefined : protection
}

/** A tag of a pattern that only others may touch. The text is that of a ruleset's rejection. */
function isKeptTag({ who }: Act, repository: Repository, ref: string): boolean {
  if (!ref.startsWith('refs/tags/')) return false
  const allowed = repository.tagRuleOf(ref.slice('refs/tags/'.length))
  return allowed !== undefined && !allowed.some((name) => name === who.login || name === who.app)
}

/** What a protected branch has against a change, in GitHub's words; empty when nothing. Fast-forwards are judged apart. */
export function refusals(act: Act, repository: Repository, { ref, before, after }: RefChange): readonly string[] {
  if (isKeptTag(act, repository, ref)) return ['Cannot update this protected ref.']
  const protection = restriction(act, repository, ref)
  if (after === undefined)
    return protection === undefined || protection.allowDeletions === true ? [] : ['Cannot delete this branch']
  const viaPull = protection?.requirePullRequest === true || (protection?.requiredApprovals ?? 0) > 0
  const asksStatuses = before !== undefined && binding(act, repository, ref) !== undefined
  return [
    ...(protection?.pushAllowances === undefined ? [] : [notAuthorised]),
    ...(viaPull && before !== undefined ? ['Changes must be made through a pull request.'] : []),
    ...(asksStatuses ? unmetForPush(repository, ref.slice('refs/heads/'.length), after) : []),
  ]
}

/** Whether a branch may only move forward for this bearer. */
export function forwardOnly(act: Act, repository: Repository, ref: string): boolean {
  const protection = restriction(act, repository, ref)
  return protection !== undefined && protection.allowForcePushes !== true
}

/** Whether the bearer may change files under `.github/workflows`: a GITHUB_TOKEN never, an App with `workflows`, people always. */
export function mayChangeWorkflows(act: Act): boolean {
  return act.who.permissions === undefined || allows(act.who.permissions, 'workflows', 'write')
}

/** The rules of a push, for a ref moved through REST. Throws 422 or 403. */
export async function refuseRefChange(act: Act, repository: Repository, change: RefChange): Promise<void> {
  const [reason] = refusals(act, repository, change)
  if (reason !== undefined) throw new HttpError(422, `Reference update failed: ${reason}`)
  const { ref, before, after } = change
  if (after === undefined) return
  if (before !== undefined && forwardOnly(act, repository, ref) && !(await isAncestor(repository.bare, before, after))) {
    throw new HttpError(422, 'Cannot force-push to this branch')
  }
  if (mayChangeWorkflows(act)) return
  const log = ['log', '--format=', '--name-only', '--diff-filter=AMT', '--no-renames', '--cc', after, '--not', '--all']
  const touched = await git(repository.bare.path, [...log, '--', '.github/workflows'])
  if (touched !== '') throw new HttpError(403, 'Resource not accessible by integration')
}
