import { branchesWith } from '../changes/branches-with.ts'
import { raiseOnCommit } from '../changes/commit-events.ts'
import { limited, oneOf, optionalText } from '../http/body.ts'
import { HttpError, invalid } from '../http/http-error.ts'
import { paged, pagedUnder } from '../http/paging.ts'
import { commitParam, param } from '../http/params.ts'
import { created, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { objectType } from '../git/objects.ts'
import { presentSimpleStatus, presentStatus } from '../present/commit-evidence.ts'
import { presentMinimalRepository } from '../present/repository.ts'
import { combinedState, isFull, latestStatuses } from '../world/commit-evidence.ts'
import type { CommitStatus } from '../world/commit-evidence.ts'

async function createStatus(request: RepositoryRequest): Promise<Answer> {
  const { act, body, principal, repository, world } = request
  const sha = param(request, 'sha')
  if ((await objectType(repository.bare, sha)) !== 'commit') throw new HttpError(422, `No commit found for SHA: ${sha}`)
  const state = oneOf(body, 'state', ['error', 'failure', 'pending', 'success'])
  if (state === undefined) throw invalid('Status', 'state', 'missing_field')
  const context = optionalText(body, 'context') ?? 'default'
  const earlier = repository.statuses.filter((status) => status.sha === sha && status.context === context)
  if (isFull(repository.statuses, sha, context)) {
    throw new HttpError(422, 'Validation Failed', [
      { resource: 'Status', code: 'custom', message: 'This SHA and context has reached the maximum number of statuses.' },
    ])
  }
  const description = optionalText(body, 'description')
  const status: CommitStatus = {
    id: world.nextId(),
    sha,
    context,
    state,
    description: description === undefined ? null : limited(description, 'description', 140),
    targetUrl: optionalText(body, 'target_url') ?? null,
    creator: principal.login,
    app: principal.app,
    createdAt: world.clock.iso(),
  }
  repository.statuses.push(status)
  const last = earlier.at(-1)
  act.record(repository, `status ${sha} ${context}`, last?.state, state)
  const shown = presentStatus(world, repository, status)
  const url = `${world.url}/repos/${repository.fullName}/commits`
  const branches = (await branchesWith(repository, sha)).map((tip) => ({
    name: tip.name,
    commit: { sha: tip.sha, url: `${url}/${tip.sha}` },
    protected: repository.protectionOf(tip.name) !== undefined,
  }))
  await raiseOnCommit(act, repository, 'status', sha, { ...shown, sha, branches })
  return created(shown)
}

async function listStatuses(request: RepositoryRequest): Promise<Answer> {
  const sha = await commitParam(request, 'ref')
  const found = request.repository.statuses.filter((status) => status.sha === sha).toReversed()
  return paged(request, found, (status) => presentStatus(request.world, request.repository, status))
}

async function combined(request: RepositoryRequest): Promise<Answer> {
  const { world, repository } = request
  const sha = await commitParam(request, 'ref')
  const latest = latestStatuses(repository.statuses, sha)
  const url = `${world.url}/repos/${repository.fullName}/commits/${sha}`
  return pagedUnder(request, 'statuses', latest, (status) => presentSimpleStatus(world, repository, status), {
    state: combinedState(latest),
    sha,
    repository: presentMinimalRepository(world, repository),
    commit_url: url,
    url: `${url}/status`,
  })
}

const reading = [read('statuses')]

export const statusRoutes: readonly Route[] = [
  repositoryRoute('POST', '/statuses/{sha}', [write('statuses')], createStatus),
  repositoryRoute('GET', '/commits/{ref}/statuses', reading, listStatuses),
  repositoryRoute('GET', '/commits/{ref}/status', reading, combined),
]
