import { roleOf } from '../world/access.ts'
import type { BranchProtection } from '../simulator.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'

export const notAuthorised =
  "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information."

/** Everybody but an admin where it is not enforced for admins, too. */
export function bindsBearer(act: Act, repository: Repository, protection: BranchProtection): boolean {
  const admin = act.who.kind === 'user' && roleOf(act.world, repository, act.who.login) === 'admin'
  return !admin || protection.enforceAdmins === true
}

/** Whether this bearer may move the branch at all, by a push or a merge. */
export function mayPush({ who }: Act, { pushAllowances }: BranchProtection): boolean {
  return pushAllowances === undefined || pushAllowances.some((name) => name === who.login || name === who.app)
}
