import type { Account, Team } from '../world/account.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'

export function presentUser(world: World, login: string): JsonObject {
  return presentAccount(world, world.accounts.get(login))
}

export function presentAccount(world: World, account: Account): JsonObject {
  const { login, id, type } = account
  const url = `${world.url}/users/${encodeURIComponent(login)}`
  return {
    login,
    id,
    node_id: nodeId(type === 'Bot' ? 'BOT' : 'U', id),
    avatar_url: `${world.url}/avatars/u/${id}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  }
}

export function presentPublicUser(world: World, account: Account): JsonObject {
  return {
    ...presentAccount(world, account),
    name: account.name ?? null,
    company: null,
    blog: '',
    location: null,
    email: account.type === 'User' ? account.email : null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  }
}

export function presentTeam(world: World, team: Team): JsonObject {
  const url = `${world.url}/orgs/${team.organization}/teams/${team.slug}`
  return {
    id: team.id,
    node_id: nodeId('T', team.id),
    url,
    html_url: url,
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    parent: null,
  }
}

/** How the author stands to the repository, as shown beside comments and reviews. */
export function authorAssociation(world: World, repository: Repository, login: string): string {
  if (repository.owner.toLowerCase() === login.toLowerCase()) return 'OWNER'
  if (world.accounts.find(repository.owner)?.members.has(login) === true) return 'MEMBER'
  return repository.collaborators.has(login) ? 'COLLABORATOR' : 'NONE'
}
