import { followRefChange } from '../changes/ref-change.ts'
import { refuseRefChange } from '../changes/push-rules.ts'
import { isAncestor } from '../git/history.ts'
import { objectType } from '../git/objects.ts'
import { isRefName, listRefs, readRef } from '../git/refs.ts'
import { swapRef } from '../git/swap-ref.ts'
import { optionalFlag, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { param } from '../http/params.ts'
import { created, noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { nodeId } from '../present/json.ts'
import type { JsonObject } from '../present/json.ts'

function present(request: RepositoryRequest, ref: string, sha: string, type: string): JsonObject {
  const url = `${request.world.url}/repos/${request.repository.fullName}/git`
  return {
    ref,
    node_id: nodeId('REF', `${request.repository.id}:${ref}`),
    url: `${url}/${ref}`,
    object: { sha, type, url: `${url}/${type}s/${sha}` },
  }
}

async function answer(request: RepositoryRequest, ref: string, sha: string): Promise<JsonObject> {
  return present(request, ref, sha, (await objectType(request.repository.bare, sha)) ?? 'commit')
}

async function getRef(request: RepositoryRequest): Promise<Answer> {
  const ref = `refs/${param(request, 'ref')}`
  const sha = readRef(request.repository.bare, ref)
  if (sha === undefined) throw notFound()
  return ok(await answer(request, ref, sha))
}

/** Everything whose name begins with the text, so `heads/env` also finds `heads/environments`. */
async function matchingRefs(request: RepositoryRequest): Promise<Answer> {
  const prefix = `refs/${request.params['ref'] ?? ''}`
  const all = await listRefs(request.repository.bare, prefix)
  return ok(all.map(({ name, sha, type }) => present(request, name, sha, type)))
}

async function createRef(request: RepositoryRequest): Promise<Answer> {
  const { act, repository } = request
  const ref = text(request.body, 'ref')
  const after = text(request.body, 'sha')
  if (!/^refs\/[^/]+\/./.test(ref))
    throw new HttpError(422, "Reference name must start with 'refs/' and have at least two slashes.")
  if (!isRefName(ref) || ref.startsWith('refs/pull/')) throw new HttpError(422, 'Reference name is not valid.')
  const type = await objectType(repository.bare, after)
  if (type === undefined) throw new HttpError(422, 'Object does not exist')
  if (ref.startsWith('refs/heads/') && type !== 'commit') throw new HttpError(422, 'Object is not a commit')
  const change = { ref, before: undefined, after }
  if (readRef(repository.bare, ref) !== undefined) throw new HttpError(422, 'Reference already exists')
  await refuseRefChange(act, repository, change)
  if (!(await swapRef(repository.bare, ref, undefined, after))) throw new HttpError(422, 'Reference update failed')
  await followRefChange(act, repository, change)
  return created(await answer(request, ref, after))
}

async function updateRef(request: RepositoryRequest): Promise<Answer> {
  const { act, repository } = request
  const ref = `refs/${param(request, 'ref')}`
  const after = text(request.body, 'sha')
  const before = readRef(repository.bare, ref)
  if (before === undefined) throw new HttpError(422, 'Reference does not exist')
  if ((await objectType(repository.bare, after)) === undefined) throw new HttpError(422, 'Object does not exist')
  const forward = await isAncestor(repository.bare, before, after)
  if (!forward && optionalFlag(request.body, 'force') !== true) throw new HttpError(422, 'Update is not a fast forward')
  await refuseRefChange(act, repository, { ref, before, after })
  if (!(await swapRef(repository.bare, ref, before, after))) throw new HttpError(422, 'Reference update failed')
  if (before !== after) await followRefChange(act, repository, { ref, before, after })
  return ok(await answer(request, ref, after))
}

async function deleteRef(request: RepositoryRequest): Promise<Answer> {
  const { act, repository } = request
  const ref = `refs/${param(request, 'ref')}`
  const before = readRef(repository.bare, ref)
  if (before === undefined) throw new HttpError(422, 'Reference does not exist')
  if (ref === `refs/heads/${repository.defaultBranch}`) throw new HttpError(422, 'Cannot delete the default branch')
  const change = { ref, before, after: undefined }
  await refuseRefChange(act, repository, change)
  if (!(await swapRef(repository.bare, ref, before, undefined))) throw new HttpError(422, 'Reference update failed')
  await followRefChange(act, repository, change)
  return noContent
}

const reading = [read('contents')]
const writing = [write('contents')]

export const refRoutes: readonly Route[] = [
  repositoryRoute('GET', '/git/ref/{ref}', reading, getRef),
  repositoryRoute('GET', '/git/matching-refs/{ref}', reading, matchingRefs),
  repositoryRoute('POST', '/git/refs', writing, createRef),
  repositoryRoute('PATCH', '/git/refs/{ref}', writing, updateRef),
  repositoryRoute('DELETE', '/git/refs/{ref}', writing, deleteRef),
]
