import { branchesWith } from '../changes/branches-with.ts'
import { raiseOnCommit } from '../changes/commit-events.ts'
import { objectType } from '../git/objects.ts'
import { limited, oneOf, optionalObject, optionalText, text } from '../http/body.ts'
import { HttpError, invalid, notByIntegration, notFound } from '../http/http-error.ts'
import { pagedUnder } from '../http/paging.ts'
import { commitParam, numberParam } from '../http/params.ts'
import { created, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentCheckRun } from '../present/commit-evidence.ts'
import { latestCheckRuns } from '../world/commit-evidence.ts'
import type { CheckRun } from '../world/commit-evidence.ts'

const conclusions = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'] as const

/** Check runs belong to Apps; a person's token may only read them. */
function appOf(request: RepositoryRequest): string {
  if (request.principal.app === undefined) throw new HttpError(403, 'You must authenticate via a GitHub App.')
  return request.principal.app
}

function fill(request: RepositoryRequest, check: CheckRun): void {
  const { body, world } = request
  const now = world.clock.iso()
  const conclusion = oneOf(body, 'conclusion', conclusions)
  check.status =
    conclusion === undefined ? (oneOf(body, 'status', ['queued', 'in_progress', 'completed']) ?? check.status) : 'completed'
  if (check.status === 'completed' && (conclusion ?? check.conclusion) === null)
    throw invalid('CheckRun', 'conclusion', 'missing_field')
  check.conclusion = conclusion ?? (check.status === 'completed' ? check.conclusion : null)
  check.startedAt = optionalText(body, 'started_at') ?? check.startedAt
  check.completedAt = check.status === 'completed' ? (optionalText(body, 'completed_at') ?? check.completedAt ?? now) : null
  check.detailsUrl = optionalText(body, 'details_url') ?? check.detailsUrl
  check.externalId = optionalText(body, 'external_id') ?? check.externalId
  const output = optionalObject(body, 'output')
  if (output === undefined) return
  check.title = optionalText(output, 'title') ?? check.title
  check.summary = limited(optionalText(output, 'summary') ?? check.summary ?? '', 'summary', 65_535)
  check.text = optionalText(output, 'text') ?? check.text
}

async function announce(request: RepositoryRequest, check: CheckRun, action: string, before: unknown): Promise<Answer> {
  const { act, repository, world } = request
  act.record(repository, `check ${check.headSha} ${check.name}`, before, check.conclusion ?? check.status)
  const shown = presentCheckRun(world, repository, check)
  const [at] = (await branchesWith(repository, check.headSha)).filter(({ sha }) => sha === check.headSha)
  const suite = { id: check.suiteId, head_branch: at?.name ?? null, head_sha: check.headSha }
  await raiseOnCommit(act, repository, 'check_run', check.headSha, { check_run: { ...shown, check_suite: suite } }, action)
  return action === 'created' ? created(shown) : ok(shown)
}

async function createCheckRun(request: RepositoryRequest): Promise<Answer> {
  const { body, repository, world } = request
  const app = appOf(request)
  const headSha = text(body, 'head_sha')
  if ((await objectType(repository.bare, headSha)) !== 'commit') throw new HttpError(422, `No commit found for SHA: ${headSha}`)
  const id = world.nextId()
  const suite = repository.checkRuns.find((check) => check.app === app && check.headSha === headSha && check.jobId === undefined)
  const check: CheckRun = {
    id,
    name: text(body, 'name'),
    headSha,
    app,
    suiteId: suite?.suiteId ?? world.nextId(),
    jobId: undefined,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock.iso(),
    completedAt: null,
    detailsUrl: `${world.url}/${repository.fullName}/runs/${id}`,
    externalId: '',
    title: null,
    summary: null,
    text: null,
  }
  fill(request, check)
  repository.checkRuns.push(check)
  return announce(request, check, 'created', undefined)
}

function checkParam(request: RepositoryRequest): CheckRun {
  const check = request.repository.checkRuns.find(({ id }) => id === numberParam(request, 'check_run_id'))
  if (check === undefined) throw notFound()
  return check
}

async function updateCheckRun(request: RepositoryRequest): Promise<Answer> {
  const check = checkParam(request)
  if (check.app !== appOf(request)) throw notByIntegration()
  const before = check.conclusion ?? check.status
  fill(request, check)
  return announce(request, check, check.status === 'completed' ? 'completed' : 'rerequested', before)
}

async function listCheckRuns(request: RepositoryRequest): Promise<Answer> {
  const { query, repository, world } = request
  const sha = await commitParam(request, 'ref')
  const all = repository.checkRuns.filter((check) => check.headSha === sha).toReversed()
  const listed = query.get('filter') === 'all' ? all : latestCheckRuns(repository.checkRuns, sha)
  const [name, status, appId] = [query.get('check_name'), query.get('status'), query.get('app_id')]
  const app = appId === null ? undefined : world.accounts.apps.find(({ id }) => id === Number(appId))?.slug
  const shown = listed.filter(
    (check) =>
      (name === null || check.name === name) &&
      (status === null || check.status === status) &&
      (appId === null || check.app === app),
  )
  return pagedUnder(request, 'check_runs', shown, (check) => presentCheckRun(world, repository, check))
}

export const checkRunRoutes: readonly Route[] = [
  repositoryRoute('POST', '/check-runs', [write('checks')], createCheckRun),
  repositoryRoute('PATCH', '/check-runs/{check_run_id}', [write('checks')], updateCheckRun),
  repositoryRoute('GET', '/check-runs/{check_run_id}', [read('checks')], (request) =>
    ok(presentCheckRun(request.world, request.repository, checkParam(request))),
  ),
  repositoryRoute('GET', '/commits/{ref}/check-runs', [read('checks')], listCheckRuns),
]
