import { allows } from '../permissions.ts'
import type { Principal } from '../principal.ts'
import { atLeast, canSee, roleOf } from '../world/access.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { HttpError, notByIntegration, notFound } from './http-error.ts'
import type { GlobalRoute, RepositoryRoute } from './route.ts'

/** 404 for what the bearer may not know of, 403 or 404 for what it may not do. */
export function authoriseRepository(world: World, principal: Principal, route: RepositoryRoute, repository: Repository): void {
  if (!canSee(world, repository, principal)) throw notFound()
  if (principal.kind === 'anonymous') {
    if (route.method !== 'GET') throw new HttpError(401, 'Requires authentication')
    return
  }
  if (principal.kind === 'user') {
    const role = roleOf(world, repository, principal.login)
    if (atLeast(role, route.role)) return
    // GitHub hides what a reader may not write, but says so where an admin is asked for.
    throw route.role === 'admin' ? new HttpError(403, 'Must have admin rights to Repository.') : notFound()
  }
  const openRead = !repository.private && route.method === 'GET' && route.role === 'read'
  if (openRead || holds(principal, route.needs, repository)) return
  throw notByIntegration()
}

function holds(principal: Principal, needs: RepositoryRoute['needs'], repository: Repository): boolean {
  const permissions = principal.repository === repository.fullName ? (principal.permissions ?? {}) : {}
  return needs.some(([name, level]) => allows(permissions, name, level))
}

export function authoriseGlobal(principal: Principal, route: GlobalRoute): void {
  if (route.needs.length === 0) return
  if (principal.kind === 'anonymous') throw new HttpError(401, 'Requires authentication')
  if (principal.kind === 'user') return
  if (route.needs.some(([name, level]) => allows(principal.permissions ?? {}, name, level))) return
  // To GITHUB_TOKEN an organisation's teams do not exist (actions/github-script#518).
  throw principal.kind === 'job' ? notFound() : notByIntegration()
}
