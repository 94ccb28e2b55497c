import type { CollaboratorRole } from '../simulator.ts'
import type { Principal } from '../principal.ts'
import type { Repository } from './repository.ts'
import type { World } from './world.ts'

const rank: Record<CollaboratorRole | 'none', number> = { none: 0, read: 1, write: 2, admin: 3 }

export function atLeast(role: CollaboratorRole | 'none', wanted: CollaboratorRole): boolean {
  return rank[role] >= rank[wanted]
}

/** The strongest role a login has: as owner, collaborator or member of a team; anyone reads a public repository. */
export function roleOf(world: World, repository: Repository, login: string): CollaboratorRole | 'none' {
  const owner = world.accounts.find(repository.owner)
  if (owner?.login === login || owner?.members.get(login) === 'admin') return 'admin'
  const teams = world.accounts.teams.filter((team) => team.organization === repository.owner && team.members.has(login))
  const roles: (CollaboratorRole | 'none')[] = [
    repository.private ? 'none' : 'read',
    repository.collaborators.get(login) ?? 'none',
    ...teams.map(({ slug }) => repository.teams.get(slug) ?? 'none'),
  ]
  return roles.reduce((best, role) => (rank[role] > rank[best] ? role : best), 'none')
}

/** Whether the bearer may know that the repository exists. */
export function canSee(world: World, repository: Repository, principal: Principal): boolean {
  if (!repository.private || principal.repository === repository.fullName) return true
  return principal.kind === 'user' && roleOf(world, repository, principal.login) !== 'none'
}
