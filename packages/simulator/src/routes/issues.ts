import { raisePullEvent } from '../changes/pull-events.ts'
import { changePull } from '../changes/pull-state.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { isObject, optionalText, text } from '../http/body.ts'
import { paged } from '../http/paging.ts'
import { param, pullParam } from '../http/params.ts'
import { created, noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentIssue } from '../present/discussion.ts'
import { presentLabels } from '../present/label.ts'
import type { PullRequest } from '../world/pull-request.ts'

/** Labels of a body: `{labels: ["a"]}`, `{labels: [{name: "a"}]}` or, as GitHub takes too, none. */
function names(request: RepositoryRequest): readonly string[] {
  const given = request.body['labels'] ?? []
  if (!Array.isArray(given)) throw new HttpError(422, 'Invalid request.\n\n"labels" is not an array.')
  return given.map((item) => (isObject(item) ? text(item, 'name') : String(item)))
}

/** A label that does not exist yet is made, in grey. */
function ensure(request: RepositoryRequest, name: string): void {
  const { repository, world } = request
  if (repository.labels.has(name)) return
  repository.labels.set(name, { id: world.nextId(), name, color: 'ededed', description: null })
}

async function change(request: RepositoryRequest, pull: PullRequest, wanted: ReadonlySet<string>): Promise<void> {
  const { act, repository } = request
  const added = [...wanted].filter((name) => !pull.labels.has(name))
  const removed = [...pull.labels].filter((name) => !wanted.has(name))
  if (added.length + removed.length === 0) return
  changePull(act, repository, pull, () => {
    for (const name of removed) pull.labels.delete(name)
    for (const name of added) {
      ensure(request, name)
      pull.labels.add(name)
    }
  })
  for (const name of added) await announce(request, pull, 'labeled', name)
  for (const name of removed) await announce(request, pull, 'unlabeled', name)
}

async function announce(request: RepositoryRequest, pull: PullRequest, action: string, name: string): Promise<void> {
  const [label] = presentLabels(request.world, request.repository, [name])
  await raisePullEvent(request.act, request.repository, pull, { name: 'pull_request', action, extra: { label: label ?? null } })
}

function shown(request: RepositoryRequest, pull: PullRequest): Answer {
  return ok(presentLabels(request.world, request.repository, pull.labels))
}

async function addLabels(request: RepositoryRequest): Promise<Answer> {
  const pull = pullParam(request, 'issue_number')
  await change(request, pull, new Set([...pull.labels, ...names(request)]))
  return shown(request, pull)
}

async function setLabels(request: RepositoryRequest): Promise<Answer> {
  const pull = pullParam(request, 'issue_number')
  await change(request, pull, new Set(names(request)))
  return shown(request, pull)
}

async function removeLabel(request: RepositoryRequest): Promise<Answer> {
  const pull = pullParam(request, 'issue_number')
  const name = param(request, 'name')
  if (!pull.labels.has(name)) throw new HttpError(404, 'Label does not exist')
  await change(request, pull, new Set([...pull.labels].filter((label) => label !== name)))
  return shown(request, pull)
}

function createLabel(request: RepositoryRequest): Answer {
  const { act, repository, world, body } = request
  const name = text(body, 'name')
  if (repository.labels.has(name))
    throw new HttpError(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }])
  const color = optionalText(body, 'color') ?? 'ededed'
  repository.labels.set(name, { id: world.nextId(), name, color, description: optionalText(body, 'description') ?? null })
  act.record(repository, `label ${name}`, undefined, { color })
  const [label] = presentLabels(world, repository, [name])
  return created(label ?? null)
}

const reading = [read('issues'), read('pull-requests')]
const writing = [write('issues'), write('pull-requests')]
const labels = '/issues/{issue_number}/labels'

export const issueRoutes: readonly Route[] = [
  repositoryRoute('GET', '/issues', reading, (request) => {
    const state = request.query.get('state') ?? 'open'
    const found = request.repository.pulls.filter((pull) => state === 'all' || pull.state === state).toReversed()
    return paged(request, found, (pull) => presentIssue(request.world, request.repository, pull))
  }),
  repositoryRoute('GET', '/issues/{issue_number}', reading, (request) =>
    ok(presentIssue(request.world, request.repository, pullParam(request, 'issue_number'))),
  ),
  repositoryRoute('GET', labels, reading, (request) => {
    const pull = pullParam(request, 'issue_number')
    return paged(request, presentLabels(request.world, request.repository, pull.labels), (label) => label)
  }),
  repositoryRoute('POST', labels, writing, addLabels),
  repositoryRoute('PUT', labels, writing, setLabels),
  repositoryRoute('DELETE', `${labels}/{name}`, writing, removeLabel),
  repositoryRoute('DELETE', labels, writing, async (request) => {
    await change(request, pullParam(request, 'issue_number'), new Set())
    return noContent
  }),
  repositoryRoute('GET', '/labels', reading, (request) =>
    paged(request, presentLabels(request.world, request.repository, request.repository.labels.keys()), (label) => label),
  ),
  repositoryRoute('GET', '/labels/{name}', reading, (request) => {
    const [label] = presentLabels(request.world, request.repository, [param(request, 'name')])
    if (label === undefined) throw notFound()
    return ok(label)
  }),
  repositoryRoute('POST', '/labels', writing, createLabel),
]
