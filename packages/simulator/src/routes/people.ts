import { HttpError, notByIntegration, notFound } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { param } from '../http/params.ts'
import type { RateLimits } from '../http/rate-limit.ts'
import { globalRoute, noContent, ok, read } from '../http/route.ts'
import type { Answer, RestRequest, Route } from '../http/route.ts'
import { nodeId } from '../present/json.ts'
import { presentAccount, presentPublicUser, presentTeam, presentUser } from '../present/user.ts'
import type { Team } from '../world/account.ts'

function teamParam(request: RestRequest): Team {
  const { accounts } = request.world
  const team = accounts.findTeam(param(request, 'org'), param(request, 'team_slug'))
  if (team === undefined) throw notFound()
  // People outside the organisation do not see its teams.
  const { principal } = request
  if (principal.kind === 'user' && !accounts.get(team.organization).members.has(principal.login)) throw notFound()
  return team
}

function getTeam(request: RestRequest): Answer {
  const team = teamParam(request)
  const { world } = request
  const organization = world.accounts.get(team.organization)
  const url = `${world.url}/orgs/${organization.login}`
  return ok({
    ...presentTeam(world, team),
    created_at: team.createdAt,
    updated_at: team.createdAt,
    members_count: team.members.size,
    repos_count: 0,
    organization: {
      login: organization.login,
      id: organization.id,
      node_id: nodeId('O', organization.id),
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url: `${world.url}/avatars/u/${organization.id}`,
      description: null,
      html_url: `${world.url}/${organization.login}`,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      type: 'Organization',
      created_at: organization.createdAt,
      updated_at: organization.createdAt,
      archived_at: null,
    },
  })
}

function membership(request: RestRequest): Answer {
  const team = teamParam(request)
  const login = param(request, 'username')
  const account = request.world.accounts.find(login)
  if (account === undefined || !team.members.has(account.login)) throw notFound()
  const url = `${request.world.url}/orgs/${team.organization}/teams/${team.slug}/memberships/${account.login}`
  return ok({ url, role: 'member', state: 'active' })
}

function currentUser({ world, principal }: RestRequest): Answer {
  if (principal.kind === 'anonymous') throw new HttpError(401, 'Requires authentication')
  if (principal.kind !== 'user') throw notByIntegration()
  const facts = presentPublicUser(world, world.accounts.get(principal.login))
  return ok({
    ...facts,
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  })
}

const members = [read('members')]

export function peopleRoutes(limits: RateLimits): readonly Route[] {
  return [
    globalRoute('GET', '/user', [], currentUser),
    globalRoute('GET', '/users/{username}', [], (request) => {
      const account = request.world.accounts.find(param(request, 'username'))
      if (account === undefined) throw notFound()
      return ok(presentPublicUser(request.world, account))
    }),
    globalRoute('GET', '/orgs/{org}/teams/{team_slug}', members, getTeam),
    globalRoute('GET', '/orgs/{org}/teams/{team_slug}/members', members, (request) =>
      paged(request, [...teamParam(request).members], (login) => presentUser(request.world, login)),
    ),
    globalRoute('GET', '/orgs/{org}/teams/{team_slug}/memberships/{username}', members, membership),
    globalRoute('GET', '/orgs/{org}/members', members, (request) => {
      const organization = request.world.accounts.find(param(request, 'org'))
      if (organization?.type !== 'Organization') throw notFound()
      const logins = [...organization.members.keys()]
      return paged(request, logins, (login) => presentAccount(request.world, request.world.accounts.get(login)))
    }),
    globalRoute('GET', '/orgs/{org}/members/{username}', members, (request) => {
      const { accounts } = request.world
      const account = accounts.find(param(request, 'username'))
      const organization = accounts.find(param(request, 'org'))
      if (account === undefined || organization?.members.has(account.login) !== true) throw notFound()
      return noContent
    }),
    globalRoute('GET', '/rate_limit', [], ({ principal }) => {
      const core = limits.facts(principal)
      return ok({
        resources: { core, search: { ...core, resource: 'search' }, graphql: { ...core, resource: 'graphql' } },
        rate: core,
      })
    }),
  ]
}
