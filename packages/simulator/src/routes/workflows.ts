import { dispatchWorkflow } from '../changes/dispatch-workflow.ts'
import { envelope } from '../changes/pull-events.ts'
import { workflowId, workflowsAt } from '../changes/workflow-files.ts'
import { readRef } from '../git/refs.ts'
import { optionalObject, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { pagedUnder } from '../http/paging.ts'
import { param } from '../http/params.ts'
import { noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { nodeId } from '../present/json.ts'
import type { JsonObject } from '../present/json.ts'
import type { WorkflowFile } from '../world/repository.ts'

function present(request: RepositoryRequest, workflow: WorkflowFile): JsonObject {
  const { world, repository } = request
  const id = workflowId(world, repository, workflow.path)
  const page = `${world.url}/${repository.fullName}`
  return {
    id,
    node_id: nodeId('W', id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    url: `${world.url}/repos/${repository.fullName}/actions/workflows/${id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  }
}

async function onDefaultBranch({ repository }: RepositoryRequest): Promise<readonly WorkflowFile[]> {
  const main = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  return main === undefined ? [] : workflowsAt(repository, main)
}

async function getWorkflow(request: RepositoryRequest): Promise<Answer> {
  const name = param(request, 'workflow_id')
  const found = (await onDefaultBranch(request)).find(
    ({ path }) => path.endsWith(`/${name}`) || String(workflowId(request.world, request.repository, path)) === name,
  )
  if (found === undefined) throw notFound()
  return ok(present(request, found))
}

async function dispatch(request: RepositoryRequest): Promise<Answer> {
  const { act, body, repository } = request
  await dispatchWorkflow(act, repository, param(request, 'workflow_id'), text(body, 'ref'), optionalObject(body, 'inputs') ?? {})
  return noContent
}

/** repository_dispatch: any event type, at most ten keys of payload, workflows of the default branch. */
async function repositoryDispatch(request: RepositoryRequest): Promise<Answer> {
  const { act, body, repository } = request
  const type = text(body, 'event_type')
  const payload = optionalObject(body, 'client_payload') ?? {}
  if (Object.keys(payload).length > 10) throw new HttpError(422, 'No more than 10 properties are allowed; 11 were supplied.')
  const ref = `refs/heads/${repository.defaultBranch}`
  const sha = readRef(repository.bare, ref)
  if (sha === undefined) throw new HttpError(422, 'The repository is empty.')
  act.raise(repository, {
    name: 'repository_dispatch',
    action: type,
    ref,
    sha,
    workflowSha: sha,
    headBranch: repository.defaultBranch,
    headSha: sha,
    payload: { action: type, branch: repository.defaultBranch, client_payload: payload, ...envelope(act, repository) },
  })
  return noContent
}

const reading = [read('actions')]

export const workflowRoutes: readonly Route[] = [
  repositoryRoute('GET', '/actions/workflows', reading, async (request) =>
    pagedUnder(request, 'workflows', await onDefaultBranch(request), (workflow) => present(request, workflow)),
  ),
  repositoryRoute('GET', '/actions/workflows/{workflow_id}', reading, getWorkflow),
  repositoryRoute('POST', '/actions/workflows/{workflow_id}/dispatches', [write('actions')], dispatch),
  repositoryRoute('POST', '/dispatches', [write('contents')], repositoryDispatch),
]
