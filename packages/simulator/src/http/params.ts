import { resolveCommit } from '../git/refs.ts'
import type { PullRequest } from '../world/pull-request.ts'
import { HttpError, notFound } from './http-error.ts'
import type { RepositoryRequest, RestRequest } from './route.ts'

/** A numeric path parameter; anything else is a path that does not exist. */
export function numberParam(request: RestRequest, name: string): number {
  const text = request.params[name] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}

export function param(request: RestRequest, name: string): string {
  const value = request.params[name]
  if (value === undefined || value === '') throw notFound()
  return value
}

export function pullParam(request: RepositoryRequest, name = 'pull_number'): PullRequest {
  const pull = request.repository.pull(numberParam(request, name))
  if (pull === undefined) throw notFound()
  return pull
}

/** The commit a path parameter names (branch, tag, object id); 422 like GitHub's commits API when there is none. */
export async function commitParam(request: RepositoryRequest, name: string): Promise<string> {
  const ref = param(request, name)
  const sha = await resolveCommit(request.repository.bare, ref)
  if (sha === undefined) throw new HttpError(422, `No commit found for SHA: ${ref}`)
  return sha
}
