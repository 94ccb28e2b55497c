import { isAncestor } from '../git/history.ts'
import { readRef } from '../git/refs.ts'
import { atLeast, roleOf } from '../world/access.ts'
import { latestCheckRuns, latestStatuses } from '../world/commit-evidence.ts'
import { verdicts } from '../world/pull-request.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'

const passing = new Set(['success', 'neutral', 'skipped'])

type Standing = 'passed' | 'pending' | 'failing' | 'expected'

/** How a required context stands on a commit. A status or check of another source than the required App does not count. */
function standing(repository: Repository, sha: string, context: string, app: string | undefined): Standing {
  const status = latestStatuses(repository.statuses, sha).find(
    (one) => one.context === context && (app === undefined || one.app === app),
  )
  const check = latestCheckRuns(repository.checkRuns, sha).find(
    (one) => one.name === context && (app === undefined || one.app === app),
  )
  if (status === undefined && check === undefined) return 'expected'
  if (status !== undefined && status.state !== 'success') return status.state === 'pending' ? 'pending' : 'failing'
  if (check === undefined) return 'passed'
  if (check.status !== 'completed') return 'pending'
  return passing.has(check.conclusion ?? '') ? 'passed' : 'failing'
}

function unmetStatuses(repository: Repository, branch: string, sha: string): string[] {
  const required = repository.protectionOf(branch)?.requiredStatuses ?? []
  const open = required.flatMap(({ context, app }) => {
    const now = standing(repository, sha, context, app)
    return now === 'passed' ? [] : [`Required status check "${context}" is ${now}.`]
  })
  return open.length > 1 ? [`${open.length} of ${required.length} required status checks are expected.`] : open
}

function unmetReviews(world: World, repository: Repository, pull: PullRequest): string[] {
  const required = repository.protectionOf(pull.baseRef)?.requiredApprovals ?? 0
  if (required === 0) return []
  const counted = [...verdicts(pull)].filter(([login]) => atLeast(roleOf(world, repository, login), 'write'))
  const approvals = counted.filter(([, verdict]) => verdict === 'APPROVED').length
  const refusals = counted.length - approvals
  return [
    ...(approvals < required
      ? [`At least ${required} approving review${required === 1 ? ' is' : 's are'} required by reviewers with write access.`]
      : []),
    ...(refusals > 0 ? [`Changes requested by ${refusals} reviewer${refusals === 1 ? '' : 's'} with write access.`] : []),
  ]
}

/** Why the protection of the base branch keeps a pull request from merging; empty when nothing does. */
export function unmetProtection(world: World, repository: Repository, pull: PullRequest): string[] {
  return [...unmetReviews(world, repository, pull), ...unmetStatuses(repository, pull.baseRef, pull.headSha)]
}

/** Required statuses that a commit pushed straight to a branch does not have. */
export function unmetForPush(repository: Repository, branch: string, sha: string): string[] {
  return unmetStatuses(repository, branch, sha)
}

/** Whether the head lacks commits of the base. */
export async function isBehind(repository: Repository, pull: PullRequest): Promise<boolean> {
  const tip = readRef(repository.bare, `refs/heads/${pull.baseRef}`)
  return tip !== undefined && !(await isAncestor(repository.bare, tip, pull.headSha))
}
