import { notFound } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { param } from '../http/params.ts'
import { ok, read, repositoryRoute, type RepositoryRequest, type Route } from '../http/route.ts'
import type { JsonObject } from '../present/json.ts'
import { presentRules } from '../present/protection.ts'

interface Ruleset {
  readonly id: number
  readonly target: 'branch' | 'tag'
  readonly pattern: string
  readonly rules: JsonObject[]
}

/** Every protection of branches or tags, each as a ruleset of its own. */
function rulesetsOf({ world, repository }: RepositoryRequest): Ruleset[] {
  const branches = [...repository.protections].map(([pattern, protection]) => ({
    target: 'branch' as const,
    pattern: `refs/heads/${pattern}`,
    rules: presentRules(world, repository, protection).map(({ type, parameters }) => ({
      type: type ?? '',
      ...(parameters === undefined ? {} : { parameters }),
    })),
  }))
  const tags = [...repository.tagRules.keys()].map((pattern) => ({
    target: 'tag' as const,
    pattern: `refs/tags/${pattern}`,
    rules: ['creation', 'update', 'deletion'].map((type) => ({ type })),
  }))
  return [...branches, ...tags].map((each, index) => ({ ...each, id: repository.id * 1000 + index }))
}

function present({ repository }: RepositoryRequest, { id, target, pattern }: Ruleset): JsonObject {
  return {
    id,
    name: pattern,
    target,
    source_type: 'Repository',
    source: repository.fullName,
    enforcement: 'active',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
  }
}

export const rulesetRoutes: readonly Route[] = [
  repositoryRoute('GET', '/rulesets', [read('metadata')], (request) =>
    paged(request, rulesetsOf(request), (ruleset) => present(request, ruleset)),
  ),
  repositoryRoute('GET', '/rulesets/{ruleset_id}', [read('metadata')], (request) => {
    const ruleset = rulesetsOf(request).find(({ id }) => String(id) === param(request, 'ruleset_id'))
    if (ruleset === undefined) throw notFound()
    const conditions = { ref_name: { include: [ruleset.pattern], exclude: [] } }
    return ok({ ...present(request, ruleset), conditions, rules: ruleset.rules })
  }),
]
