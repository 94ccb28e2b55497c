import { envelope } from '../changes/pull-events.ts'
import { readRef } from '../git/refs.ts'
import { limited, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { numberParam, pullParam } from '../http/params.ts'
import { created, noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentComment, presentIssue } from '../present/discussion.ts'
import { atLeast, roleOf } from '../world/access.ts'
import type { Comment, PullRequest } from '../world/pull-request.ts'

interface Found {
  readonly pull: PullRequest
  readonly comment: Comment
}

function commentParam(request: RepositoryRequest): Found {
  const id = numberParam(request, 'comment_id')
  for (const pull of request.repository.pulls) {
    const comment = pull.comments.find((candidate) => candidate.id === id)
    if (comment !== undefined) return { pull, comment }
  }
  throw notFound()
}

function words(request: RepositoryRequest): string {
  const body = limited(text(request.body, 'body'), 'body', 65_536)
  if (body.trim() === '')
    throw new HttpError(422, 'Validation Failed', [{ resource: 'IssueComment', code: 'missing_field', field: 'body' }])
  return body
}

/** issue_comment: its workflows are read from the default branch. */
async function raise(request: RepositoryRequest, { pull, comment }: Found, action: string): Promise<void> {
  const { act, repository, world } = request
  const sha = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  if (sha === undefined) return
  act.raise(repository, {
    name: 'issue_comment',
    action,
    ref: `refs/heads/${repository.defaultBranch}`,
    sha,
    workflowSha: sha,
    headBranch: repository.defaultBranch,
    headSha: sha,
    payload: {
      action,
      issue: presentIssue(world, repository, pull),
      comment: presentComment(world, repository, pull, comment),
      ...envelope(act, repository),
    },
  })
}

async function createComment(request: RepositoryRequest): Promise<Answer> {
  const { act, principal, repository, world } = request
  const pull = pullParam(request, 'issue_number')
  const now = world.clock.iso()
  const comment: Comment = {
    id: world.nextId(),
    author: principal.login,
    app: principal.app,
    body: words(request),
    createdAt: now,
    updatedAt: now,
  }
  pull.comments.push(comment)
  pull.updatedAt = now
  act.record(repository, `comment ${comment.id} of pull ${pull.number}`, undefined, comment.body)
  await raise(request, { pull, comment }, 'created')
  return created(presentComment(world, repository, pull, comment))
}

/** Authors and people with write access may change a comment; a bot only its own. */
function refuseStranger(request: RepositoryRequest, comment: Comment): void {
  const { principal, repository, world } = request
  if (comment.author === principal.login) return
  if (principal.kind === 'user' && atLeast(roleOf(world, repository, principal.login), 'write')) return
  throw new HttpError(403, 'You cannot edit or delete this comment.')
}

async function updateComment(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, world } = request
  const found = commentParam(request)
  refuseStranger(request, found.comment)
  const before = found.comment.body
  found.comment.body = words(request)
  found.comment.updatedAt = world.clock.iso()
  act.record(repository, `comment ${found.comment.id} of pull ${found.pull.number}`, before, found.comment.body)
  await raise(request, found, 'edited')
  return ok(presentComment(world, repository, found.pull, found.comment))
}

async function deleteComment(request: RepositoryRequest): Promise<Answer> {
  const found = commentParam(request)
  refuseStranger(request, found.comment)
  found.pull.comments.splice(found.pull.comments.indexOf(found.comment), 1)
  request.act.record(
    request.repository,
    `comment ${found.comment.id} of pull ${found.pull.number}`,
    found.comment.body,
    undefined,
  )
  await raise(request, found, 'deleted')
  return noContent
}

function listComments(request: RepositoryRequest): Answer {
  const pull = pullParam(request, 'issue_number')
  const since = request.query.get('since')
  const shown = pull.comments.filter(({ updatedAt }) => since === null || updatedAt >= since)
  return paged(request, shown, (comment) => presentComment(request.world, request.repository, pull, comment))
}

// A pull request's comments open with either permission.
const reading = [read('issues'), read('pull-requests')]
const writing = [write('issues'), write('pull-requests')]
const one = '/issues/comments/{comment_id}'

export const commentRoutes: readonly Route[] = [
  repositoryRoute('GET', '/issues/{issue_number}/comments', reading, listComments),
  repositoryRoute('POST', '/issues/{issue_number}/comments', writing, createComment, 'read'),
  repositoryRoute('GET', one, reading, (request) => {
    const { pull, comment } = commentParam(request)
    return ok(presentComment(request.world, request.repository, pull, comment))
  }),
  repositoryRoute('PATCH', one, writing, updateComment, 'read'),
  repositoryRoute('DELETE', one, writing, deleteComment, 'read'),
]
