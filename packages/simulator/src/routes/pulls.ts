import { openPull } from '../changes/open-pull.ts'
import { limited, oneOf, optionalFlag, optionalText, text } from '../http/body.ts'
import { invalid } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { pullParam } from '../http/params.ts'
import { created, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentCommit, presentFile } from '../present/commit.ts'
import { presentPull } from '../present/pull-request.ts'
import type { PullRequest } from '../world/pull-request.ts'
import { fullPull, pullChanges } from './pull-answer.ts'
import { editPull } from '../changes/edit-pull.ts'

const bodyLimit = 65_536

function byQuery(request: RepositoryRequest): (pull: PullRequest) => boolean {
  const { query, repository } = request
  const state = query.get('state') ?? 'open'
  const base = query.get('base')
  // Without `owner:` GitHub does not filter by head.
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(query.get('head') ?? '') ?? []
  return (pull) =>
    (state === 'all' || pull.state === state) &&
    (base === null || pull.baseRef === base) &&
    (branch === undefined || (owner?.toLowerCase() === repository.owner.toLowerCase() && pull.headRef === branch))
}

function listPulls(request: RepositoryRequest): Answer {
  const { world, repository, query } = request
  const byUpdate = query.get('sort') === 'updated'
  const downwards = (query.get('direction') ?? (byUpdate ? 'asc' : 'desc')) === 'desc'
  const found = repository.pulls.filter(byQuery(request))
  if (byUpdate) found.sort((one, other) => one.updatedAt.localeCompare(other.updatedAt) || one.number - other.number)
  return paged(request, downwards ? found.toReversed() : found, (pull) => presentPull(world, repository, pull))
}

async function createPull(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, body } = request
  const title = optionalText(body, 'title')
  if (title === undefined || title.trim() === '') throw invalid('PullRequest', 'title', 'missing_field')
  const pull = await openPull(act, repository, {
    title,
    body: limitedBody(request) ?? null,
    head: text(body, 'head').replace(new RegExp(`^${repository.owner}:`, 'i'), ''),
    base: text(body, 'base'),
    draft: optionalFlag(body, 'draft') ?? false,
  })
  return created(await fullPull(request.world, repository, pull))
}

function limitedBody(request: RepositoryRequest): string | undefined {
  const given = optionalText(request.body, 'body')
  return given === undefined ? undefined : limited(given, 'body', bodyLimit)
}

/** Title, body, state, base. A draft cannot be changed by REST. */
async function updatePull(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, body } = request
  const pull = pullParam(request)
  await editPull(act, repository, pull, {
    title: optionalText(body, 'title'),
    body: limitedBody(request),
    base: optionalText(body, 'base'),
    state: oneOf(body, 'state', ['open', 'closed']),
  })
  return ok(await fullPull(request.world, repository, pull))
}

async function listFiles(request: RepositoryRequest): Promise<Answer> {
  const pull = pullParam(request)
  const { files } = await pullChanges(request.repository, pull)
  return paged(request, files, (file) => presentFile(request.world, request.repository, file, pull.headSha))
}

async function listCommits(request: RepositoryRequest): Promise<Answer> {
  const { commits } = await pullChanges(request.repository, pullParam(request))
  return paged(request, commits, (commit) => presentCommit(request.world, request.repository, commit))
}

const reading = [read('pull-requests')]
const writing = [write('pull-requests')]

export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET', '/pulls', reading, listPulls),
  repositoryRoute('POST', '/pulls', writing, createPull),
  repositoryRoute('GET', '/pulls/{pull_number}', reading, async (request) =>
    ok(await fullPull(request.world, request.repository, pullParam(request))),
  ),
  repositoryRoute('PATCH', '/pulls/{pull_number}', writing, updatePull),
  repositoryRoute('GET', '/pulls/{pull_number}/files', reading, listFiles),
  repositoryRoute('GET', '/pulls/{pull_number}/commits', reading, listCommits),
  repositoryRoute('GET', '/commits/{commit_sha}/pulls', reading, async (request) => {
    const { world, repository } = request
    const matching: PullRequest[] = []
    for (const pull of repository.pulls) {
      const { commits } = await pullChanges(repository, pull)
      const shas = [pull.headSha, pull.mergeCommit, ...commits.map(({ sha }) => sha)]
      if (shas.includes(request.params['commit_sha'])) matching.push(pull)
    }
    return paged(request, matching, (pull) => presentPull(world, repository, pull))
  }),
]
