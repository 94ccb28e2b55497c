import { mergePull } from '../changes/merge-pull.ts'
import { mergeBranches } from '../changes/merge-branches.ts'
import { readCommit } from '../git/commits.ts'
import { resolveCommit } from '../git/refs.ts'
import { oneOf, optionalText, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { pullParam } from '../http/params.ts'
import { created, noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentCommit } from '../present/commit.ts'

async function merge(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, body } = request
  const pull = pullParam(request)
  const sha = await mergePull(act, repository, pull, {
    method: oneOf(body, 'merge_method', ['merge', 'squash', 'rebase']) ?? 'merge',
    expectedHead: optionalText(body, 'sha'),
    title: optionalText(body, 'commit_title'),
    message: optionalText(body, 'commit_message'),
  })
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' })
}

function isMerged(request: RepositoryRequest): Answer {
  if (pullParam(request).mergedAt === undefined) throw notFound()
  return noContent
}

async function updateBranch(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, world } = request
  const pull = pullParam(request)
  const expected = optionalText(request.body, 'expected_head_sha')
  if (expected !== undefined && expected !== pull.headSha)
    throw new HttpError(422, 'expected head sha didn’t match current head ref.')
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`
  const base = await resolveCommit(repository.bare, `refs/heads/${pull.baseRef}`)
  const outcome =
    base === undefined ? 'conflict' : await mergeBranches(act, repository, { into: pull.headRef, from: base, message })
  if (outcome === 'conflict') throw new HttpError(422, 'merge conflict between base and head')
  if (outcome === 'nothing') throw new HttpError(422, 'There are no new commits on the base branch.')
  return {
    status: 202,
    body: { message: 'Updating pull request branch.', url: `${world.url}/${repository.fullName}/pull/${pull.number}` },
  }
}

async function mergeBranch(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, body } = request
  const [base, head] = [text(body, 'base'), text(body, 'head')]
  const from = await resolveCommit(repository.bare, head)
  if (from === undefined) throw new HttpError(404, 'Head does not exist')
  if ((await resolveCommit(repository.bare, `refs/heads/${base}`)) === undefined) throw new HttpError(404, 'Base does not exist')
  const message = optionalText(body, 'commit_message') ?? `Merge ${head} into ${base}`
  const outcome = await mergeBranches(act, repository, { into: base, from, message })
  if (outcome === 'conflict') throw new HttpError(409, 'Merge conflict')
  if (outcome === 'nothing') return noContent
  return created(presentCommit(request.world, repository, await readCommit(repository.bare, outcome.sha)))
}

export const mergingRoutes: readonly Route[] = [
  repositoryRoute('PUT', '/pulls/{pull_number}/merge', [write('contents')], merge),
  repositoryRoute('GET', '/pulls/{pull_number}/merge', [read('contents')], isMerged),
  repositoryRoute('PUT', '/pulls/{pull_number}/update-branch', [write('pull-requests')], updateBranch),
  repositoryRoute('POST', '/merges', [write('contents')], mergeBranch),
]
