import { ensureEnvironment } from '../changes/deploy.ts'
import { notFound } from '../http/http-error.ts'
import { pagedUnder } from '../http/paging.ts'
import { param } from '../http/params.ts'
import { ok, read, repositoryRoute, write } from '../http/route.ts'
import type { RepositoryRequest, Route } from '../http/route.ts'
import { nodeId } from '../present/json.ts'
import type { JsonObject } from '../present/json.ts'
import type { Environment } from '../world/repository.ts'

/** Of the protection rules the policy on branches is simulated; reviewers and wait timers are not. */
function present(request: RepositoryRequest, environment: Environment): JsonObject {
  const { world, repository } = request
  const path = encodeURIComponent(environment.name)
  const restricted = repository.environmentBranches.has(environment.name)
  return {
    id: environment.id,
    node_id: nodeId('EN', environment.id),
    name: environment.name,
    url: `${world.url}/repos/${repository.fullName}/environments/${path}`,
    html_url: `${world.url}/${repository.fullName}/deployments/activity_log?environments_filter=${path}`,
    created_at: environment.createdAt,
    updated_at: environment.createdAt,
    protection_rules: restricted ? [{ id: environment.id, node_id: nodeId('GA', environment.id), type: 'branch_policy' }] : [],
    deployment_branch_policy: restricted ? { protected_branches: false, custom_branch_policies: true } : null,
  }
}

export const environmentRoutes: readonly Route[] = [
  repositoryRoute('GET', '/environments', [read('actions')], (request) =>
    pagedUnder(request, 'environments', [...request.repository.environments.values()], (environment) =>
      present(request, environment),
    ),
  ),
  repositoryRoute('GET', '/environments/{environment_name}', [read('actions')], (request) => {
    const environment = request.repository.environments.get(param(request, 'environment_name'))
    if (environment === undefined) throw notFound()
    return ok(present(request, environment))
  }),
  repositoryRoute(
    'PUT',
    '/environments/{environment_name}',
    [write('administration')],
    (request) => {
      const name = param(request, 'environment_name')
      ensureEnvironment(request.act, request.repository, name)
      const environment = request.repository.environments.get(name)
      if (environment === undefined) throw notFound()
      return ok(present(request, environment))
    },
    'admin',
  ),
]
