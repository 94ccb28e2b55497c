import { addDeployment, addDeploymentStatus } from '../changes/deploy.ts'
import { mergeBranches } from '../changes/merge-branches.ts'
import { readRef, resolveCommit } from '../git/refs.ts'
import { limited, oneOf, optionalFlag, optionalText, optionalTexts, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { numberParam } from '../http/params.ts'
import { created, noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentDeployment, presentDeploymentStatus } from '../present/deployment.ts'
import { latestStatuses } from '../world/commit-evidence.ts'
import type { Deployment } from '../world/deployment.ts'

/** auto_merge (the default) brings the default branch into the branch first, and then deploys nothing. */
async function autoMerge(request: RepositoryRequest, ref: string): Promise<Answer | undefined> {
  const { act, repository, body } = request
  const main = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  const branch = readRef(repository.bare, `refs/heads/${ref}`)
  if (optionalFlag(body, 'auto_merge') === false || main === undefined || branch === undefined) return undefined
  const message = `Merge ${repository.defaultBranch} into ${ref}`
  const outcome = await mergeBranches(act, repository, { into: ref, from: main, message })
  if (outcome === 'nothing') return undefined
  if (outcome === 'conflict') throw new HttpError(409, `Conflict merging ${repository.defaultBranch} into ${ref}.`)
  return { status: 202, body: { message: `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.` } }
}

/** required_contexts: those named, or every status the commit has. */
function refuseUnproved(request: RepositoryRequest, ref: string, sha: string): void {
  const latest = latestStatuses(request.repository.statuses, sha)
  const wanted = optionalTexts(request.body, 'required_contexts') ?? latest.map(({ context }) => context)
  const contexts = wanted.map((context) => ({
    context,
    state: latest.find((status) => status.context === context)?.state ?? 'pending',
  }))
  if (contexts.every(({ state }) => state === 'success')) return
  throw new HttpError(409, `Conflict: Commit status checks failed for ${ref}.`, [
    { contexts, resource: 'Deployment', field: 'required_contexts', code: 'invalid' },
  ])
}

async function createDeployment(request: RepositoryRequest): Promise<Answer> {
  const { act, body, repository, world } = request
  const ref = text(body, 'ref')
  const merged = await autoMerge(request, ref)
  if (merged !== undefined) return merged
  const sha = await resolveCommit(repository.bare, ref)
  if (sha === undefined) throw new HttpError(422, `No ref found for: ${ref}`)
  refuseUnproved(request, ref, sha)
  const environment = optionalText(body, 'environment') ?? 'production'
  const deployment = addDeployment(act, repository, {
    sha,
    ref,
    task: optionalText(body, 'task') ?? 'deploy',
    environment,
    description: optionalText(body, 'description') ?? null,
    payload: body['payload'] ?? {},
    transient: optionalFlag(body, 'transient_environment') ?? false,
    production: optionalFlag(body, 'production_environment') ?? environment === 'production',
  })
  return created(presentDeployment(world, repository, deployment))
}

function deploymentParam(request: RepositoryRequest): Deployment {
  const deployment = request.repository.deployments.find(({ id }) => id === numberParam(request, 'deployment_id'))
  if (deployment === undefined) throw notFound()
  return deployment
}

function createStatus(request: RepositoryRequest): Answer {
  const { act, body, repository, world } = request
  const deployment = deploymentParam(request)
  const state = oneOf(body, 'state', ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'])
  if (state === undefined) throw new HttpError(422, 'Invalid request.\n\n"state" wasn\'t supplied.')
  const status = addDeploymentStatus(act, repository, deployment, {
    state,
    description: limited(optionalText(body, 'description') ?? '', 'description', 140),
    environmentUrl: optionalText(body, 'environment_url'),
    logUrl: optionalText(body, 'log_url') ?? optionalText(body, 'target_url'),
    autoInactive: optionalFlag(body, 'auto_inactive') ?? true,
  })
  return created(presentDeploymentStatus(world, repository, deployment, status))
}

function listDeployments(request: RepositoryRequest): Answer {
  const { query, repository, world } = request
  const asked = (['sha', 'ref', 'task', 'environment'] as const).flatMap((name) => {
    const value = query.get(name)
    return value === null || value === 'none' ? [] : [{ name, value }]
  })
  const found = repository.deployments.filter((deployment) => asked.every(({ name, value }) => deployment[name] === value))
  return paged(request, found.toReversed(), (deployment) => presentDeployment(world, repository, deployment))
}

function deleteDeployment(request: RepositoryRequest): Answer {
  const { act, repository } = request
  const deployment = deploymentParam(request)
  if (deployment.statuses.at(-1)?.state === 'success' && repository.deployments.length > 1) {
    throw new HttpError(422, 'We cannot delete an active deployment unless it is the only deployment in a given environment.')
  }
  repository.deployments.splice(repository.deployments.indexOf(deployment), 1)
  act.record(repository, `deployment ${deployment.id}`, { environment: deployment.environment }, undefined)
  return noContent
}

const reading = [read('deployments')]
const writing = [write('deployments')]
const statuses = '/deployments/{deployment_id}/statuses'

export const deploymentRoutes: readonly Route[] = [
  repositoryRoute('GET', '/deployments', reading, listDeployments),
  repositoryRoute('POST', '/deployments', writing, createDeployment),
  repositoryRoute('GET', '/deployments/{deployment_id}', reading, (request) =>
    ok(presentDeployment(request.world, request.repository, deploymentParam(request))),
  ),
  repositoryRoute('DELETE', '/deployments/{deployment_id}', writing, deleteDeployment),
  repositoryRoute('GET', statuses, reading, (request) => {
    const { world, repository } = request
    const deployment = deploymentParam(request)
    return paged(request, deployment.statuses.toReversed(), (status) =>
      presentDeploymentStatus(world, repository, deployment, status),
    )
  }),
  repositoryRoute('POST', statuses, writing, createStatus),
]
