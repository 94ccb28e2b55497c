import { pagedUnder } from '../http/paging.ts'
import { param } from '../http/params.ts'
import { ok, read, repositoryRoute, type RepositoryRequest, type Route } from '../http/route.ts'
import type { Answer } from '../http/route.ts'
import type { JsonObject } from '../present/json.ts'

/** Values never leave the server: GitHub itself gives names and times only. */
function namesOf(request: RepositoryRequest, place: string): JsonObject[] {
  const at = request.repository.createdAt
  const secrets = request.repository.secrets.get(place) ?? {}
  return Object.keys(secrets).map((name) => ({ name, created_at: at, updated_at: at }))
}

function secrets(request: RepositoryRequest, place: string): Promise<Answer> {
  return pagedUnder(request, 'secrets', namesOf(request, place), (each) => each)
}

function workflowPermissions({ repository: { settings } }: RepositoryRequest): Answer {
  return ok({
    default_workflow_permissions: settings.defaultTokenPermissions,
    can_approve_pull_request_reviews: settings.actionsMayCreatePullRequests,
  })
}

function variables(request: RepositoryRequest): Promise<Answer> {
  const at = request.repository.createdAt
  const all = Object.entries(request.repository.variables.get('') ?? {})
  return pagedUnder(request, 'variables', all, ([name, value]) => ({ name, value, created_at: at, updated_at: at }))
}

/** Settings of GitHub Actions, for reading. */
export const actionsSettingsRoutes: readonly Route[] = [
  repositoryRoute('GET', '/actions/permissions/workflow', [read('administration')], workflowPermissions, 'admin'),
  repositoryRoute('GET', '/actions/secrets', [read('secrets')], (request) => secrets(request, ''), 'write'),
  repositoryRoute(
    'GET',
    '/actions/organization-secrets',
    [read('secrets')],
    (request) => pagedUnder(request, 'secrets', [], () => ({})),
    'write',
  ),
  repositoryRoute('GET', '/actions/variables', [read('variables')], variables, 'write'),
  repositoryRoute(
    'GET',
    '/environments/{environment_name}/secrets',
    [read('environments')],
    (request) => secrets(request, param(request, 'environment_name')),
    'write',
  ),
]
