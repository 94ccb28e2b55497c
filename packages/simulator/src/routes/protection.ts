import { readRef } from '../git/refs.ts'
import { isObject, optionalFlag, optionalObject, optionalTexts } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { param } from '../http/params.ts'
import { noContent, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import type { JsonObject } from '../present/json.ts'
import type { BranchProtection } from '../simulator.ts'
import { presentProtection, presentRules } from '../present/protection.ts'

function checks(request: RepositoryRequest): BranchProtection['requiredStatuses'] {
  const required = optionalObject(request.body, 'required_status_checks')
  if (required === undefined) return []
  const { apps } = request.world.accounts
  const given = required['checks']
  const named = Array.isArray(given) ? given.filter(isObject) : []
  if (named.length === 0) return (optionalTexts(required, 'contexts') ?? []).map((context) => ({ context }))
  return named.map((check) => {
    const app = apps.find(({ id }) => id === check['app_id'])?.slug
    return { context: String(check['context']), ...(app === undefined ? {} : { app }) }
  })
}

function allowances(restrictions: JsonObject | undefined): readonly string[] | undefined {
  if (restrictions === undefined) return undefined
  return [...(optionalTexts(restrictions, 'users') ?? []), ...(optionalTexts(restrictions, 'apps') ?? [])]
}

function fromBody(request: RepositoryRequest): BranchProtection {
  const { body } = request
  const reviews = optionalObject(body, 'required_pull_request_reviews')
  const push = allowances(optionalObject(body, 'restrictions'))
  const count = reviews?.['required_approving_review_count']
  const status = optionalObject(body, 'required_status_checks')
  return {
    requiredStatuses: checks(request) ?? [],
    strict: status?.['strict'] === true,
    requirePullRequest: reviews !== undefined,
    requiredApprovals: reviews === undefined ? 0 : typeof count === 'number' ? count : 1,
    dismissStaleReviews: reviews?.['dismiss_stale_reviews'] === true,
    enforceAdmins: optionalFlag(body, 'enforce_admins') ?? false,
    allowForcePushes: optionalFlag(body, 'allow_force_pushes') ?? false,
    allowDeletions: optionalFlag(body, 'allow_deletions') ?? false,
    ...(push === undefined ? {} : { pushAllowances: push }),
  }
}

async function branchParam(request: RepositoryRequest): Promise<string> {
  const branch = param(request, 'branch')
  if (readRef(request.repository.bare, `refs/heads/${branch}`) === undefined) throw new HttpError(404, 'Branch not found')
  return branch
}

async function getProtection(request: RepositoryRequest): Promise<Answer> {
  const branch = await branchParam(request)
  const protection = request.repository.protectionOf(branch)
  if (protection === undefined) throw new HttpError(404, 'Branch not protected')
  return ok(presentProtection(request.world, request.repository, branch, protection))
}

async function putProtection(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, world } = request
  const branch = await branchParam(request)
  const protection = fromBody(request)
  act.record(repository, `protection ${branch}`, repository.protections.get(branch), protection)
  repository.protections.set(branch, protection)
  return ok(presentProtection(world, repository, branch, protection))
}

async function deleteProtection(request: RepositoryRequest): Promise<Answer> {
  const { act, repository } = request
  const branch = await branchParam(request)
  const before = repository.protections.get(branch)
  if (before === undefined) throw notFound()
  repository.protections.delete(branch)
  act.record(repository, `protection ${branch}`, before, undefined)
  return noContent
}

const path = '/branches/{branch}/protection'

export const protectionRoutes: readonly Route[] = [
  repositoryRoute('GET', path, [read('administration')], getProtection, 'admin'),
  repositoryRoute('PUT', path, [write('administration')], putProtection, 'admin'),
  repositoryRoute('DELETE', path, [write('administration')], deleteProtection, 'admin'),
  repositoryRoute('GET', '/rules/branches/{branch}', [read('metadata')], (request) => {
    const protection = request.repository.protectionOf(param(request, 'branch'))
    return ok(protection === undefined ? [] : presentRules(request.world, request.repository, protection))
  }),
]
