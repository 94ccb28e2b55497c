import { readCommit } from '../git/commits.ts'
import { listRefs, readRef } from '../git/refs.ts'
import { notFound } from '../http/http-error.ts'
import { paged, pagedUnder } from '../http/paging.ts'
import { param } from '../http/params.ts'
import { globalRoute, ok, read, repositoryRoute } from '../http/route.ts'
import type { RepositoryRequest, Route } from '../http/route.ts'
import { presentCommit } from '../present/commit.ts'
import type { JsonObject } from '../present/json.ts'
import { presentFullRepository, presentRepository } from '../present/repository.ts'
import { presentUser } from '../present/user.ts'
import { atLeast, roleOf } from '../world/access.ts'

const metadata = [read('metadata')]
const contents = [read('contents')]

async function presentBranch(request: RepositoryRequest, branch: string, sha: string): Promise<JsonObject> {
  const { world, repository } = request
  const url = `${world.url}/repos/${repository.fullName}/branches/${encodeURIComponent(branch)}`
  const protection = repository.protectionOf(branch)
  const contexts = protection?.requiredStatuses?.map(({ context }) => context) ?? []
  return {
    name: branch,
    commit: presentCommit(world, repository, await readCommit(repository.bare, sha)),
    _links: { self: url, html: `${world.url}/${repository.fullName}/tree/${branch}` },
    protected: protection !== undefined,
    protection: {
      enabled: protection !== undefined,
      required_status_checks: { enforcement_level: contexts.length === 0 ? 'off' : 'non_admins', contexts, checks: [] },
    },
    protection_url: `${url}/protection`,
  }
}

async function listBranches(request: RepositoryRequest) {
  const { world, repository } = request
  const only = request.query.get('protected')
  const all = (await listRefs(repository.bare, 'refs/heads/')).map(({ name, sha }) => ({ name: name.slice(11), sha }))
  const shown = all.filter(({ name }) => only === null || (repository.protectionOf(name) !== undefined) === (only === 'true'))
  const url = `${world.url}/repos/${repository.fullName}`
  return paged(request, shown, ({ name, sha }) => ({
    name,
    commit: { sha, url: `${url}/commits/${sha}` },
    protected: repository.protectionOf(name) !== undefined,
  }))
}

export const repositoryRoutes: readonly Route[] = [
  repositoryRoute('GET', '', metadata, ({ world, repository, principal }) =>
    ok(presentFullRepository(world, repository, roleOf(world, repository, principal.login))),
  ),
  repositoryRoute('GET', '/branches', contents, listBranches),
  repositoryRoute('GET', '/branches/{branch}', contents, async (request) => {
    const branch = param(request, 'branch')
    const sha = readRef(request.repository.bare, `refs/heads/${branch}`)
    if (sha === undefined) throw notFound()
    return ok(await presentBranch(request, branch, sha))
  }),
  repositoryRoute('GET', '/collaborators/{username}/permission', metadata, (request) => {
    const { world, repository } = request
    const account = world.accounts.find(param(request, 'username'))
    if (account === undefined) throw notFound()
    const role = roleOf(world, repository, account.login)
    const user = {
      ...presentUser(world, account.login),
      permissions: {
        pull: atLeast(role, 'read'),
        triage: atLeast(role, 'write'),
        push: atLeast(role, 'write'),
        maintain: role === 'admin',
        admin: role === 'admin',
      },
      role_name: role,
    }
    return ok({ permission: role, role_name: role, user })
  }),
  globalRoute('GET', '/installation/repositories', metadata, (request) => {
    const { world, principal } = request
    const mine = world.repositories.filter((repository) => repository.fullName === principal.repository)
    return pagedUnder(request, 'repositories', mine, (repository) => presentRepository(world, repository))
  }),
]
