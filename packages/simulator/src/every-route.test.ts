import { expect, test } from 'vitest'
import { RateLimits } from './http/rate-limit.ts'
import { routeName } from './http/route.ts'
import { createClock } from './clock.ts'
import { allRoutes } from './routes/all-routes.ts'
import { createBench } from './testing/bench.ts'
import { GithubSchema } from './testing/github-schema.ts'
import { scriptedRunner } from './testing/scripted-runner.ts'

/** The one path GitHub's description writes only with a parameter. */
const undescribed = ['GET /repos/{owner}/{repo}/contents']

const everything = {
  contents: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  checks: 'write',
  issues: 'write',
  actions: 'write',
  deployments: 'write',
  members: 'read',
} as const

test('every route of the table answers with success at least once, and as GitHub describes it', async () => {
  await using bench = await createBench({ runner: scriptedRunner(async () => 'success') })
  const { simulator, tokens } = bench
  await simulator.settle()
  const app = simulator.addInstallation('acme/shop', 'stagecoach', everything)
  for (const branch of ['one', 'two', 'three']) await bench.push(branch, { [`${branch}.txt`]: `${branch}\n` })
  await bench.git('tag', '-a', '-m', 'one', 'v1')
  await bench.git('push', '--quiet', 'origin', 'v1')
  const [main, one, tag, run] = [
    await bench.tip('main'),
    await bench.tip('one'),
    await bench.tip('refs/tags/v1'),
    simulator.runs[0],
  ]
  const tree = await bench.tip('main^{tree}')
  const schema = new GithubSchema()
  const problems: string[] = []
  const call = async (method: string, path: string, body?: object, token = app): Promise<{ readonly id: number }> => {
    const url = path.startsWith('/') ? path : `/repos/acme/shop/${path}`
    const init = {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    const response = await fetch(simulator.url + url, init)
    const text = await response.text()
    const answer = text === '' ? undefined : (JSON.parse(text) as { id: number })
    if (response.status >= 400) problems.push(`${method} ${url}: ${response.status} ${text}`)
    problems.push(...schema.problems(method, url.split('?')[0] ?? '', response.status, body, answer))
    return answer ?? { id: 0 }
  }
  const get = (path: string, token?: string) => call('GET', path, undefined, token)

  for (const path of ['', '/branches', '/branches/main', '/collaborators/noor/permission', '/rules/branches/main']) {
    await get(`/repos/acme/shop${path}`)
  }
  await get('/installation/repositories')
  for (const path of [
    'git/ref/heads/main',
    'git/matching-refs/heads',
    `git/commits/${main}`,
    `git/trees/main`,
    `git/tags/${tag}`,
  ])
    await get(path)
  const blob = (await call('POST', 'git/blobs', { content: 'x' })) as unknown as { sha: string }
  await get(`git/blobs/${blob.sha}`)
  await call('POST', 'git/trees', { base_tree: tree, tree: [{ path: 'x', mode: '100644', type: 'blob', sha: blob.sha }] })
  await call('POST', 'git/commits', { message: 'm', tree, parents: [main] })
  await call('POST', 'git/refs', { ref: 'refs/heads/new', sha: main })
  await call('PATCH', 'git/refs/heads/new', { sha: one })
  await call('DELETE', 'git/refs/heads/new')
  for (const path of ['contents', 'contents/README.md', 'commits', `commits/${one}`, 'compare/main...one']) await get(path)

  for (const head of ['one', 'two']) await call('POST', 'pulls', { title: head, head, base: 'main' })
  await call('PATCH', 'pulls/1', { title: 'First' })
  for (const path of ['', '/1', '/1/files', '/1/commits']) await get(`pulls${path}`)
  await get(`commits/${one}/pulls`)
  await call('POST', 'pulls/1/requested_reviewers', { reviewers: ['ada'] })
  await get('pulls/1/requested_reviewers')
  const review = await call('POST', 'pulls/1/reviews', { event: 'APPROVE' }, tokens.noor)
  for (const path of ['', `/${review.id}`]) await get(`pulls/1/reviews${path}`)
  await call('PUT', `pulls/1/reviews/${review.id}/dismissals`, { message: 'No.' })
  const comment = await call('POST', 'issues/1/comments', { body: 'Hello' })
  for (const path of ['1/comments', `comments/${comment.id}`, '1']) await get(`issues/${path}`)
  await get('issues')
  await call('PATCH', `issues/comments/${comment.id}`, { body: 'Hi' })
  await call('DELETE', `issues/comments/${comment.id}`)
  await call('POST', 'labels', { name: 'qa', color: 'ff0000' })
  for (const path of ['labels', 'labels/qa']) await get(path)
  await call('POST', 'issues/1/labels', { labels: ['qa', 'new'] })
  await get('issues/1/labels')
  await call('DELETE', 'issues/1/labels/new')
  await call('PUT', 'issues/1/labels', { labels: ['qa'] })
  await call('DELETE', 'issues/1/labels')

  await call('POST', `statuses/${one}`, { state: 'success', context: 'ci' })
  for (const path of ['statuses', 'status', 'check-runs']) await get(`commits/${one}/${path}`)
  const check = await call('POST', 'check-runs', { name: 'gate', head_sha: one })
  await get(`check-runs/${check.id}`)
  await call('PATCH', `check-runs/${check.id}`, { conclusion: 'success' })
  const deployment = await call('POST', 'deployments', { ref: 'main', environment: 'qa', required_contexts: [] })
  await call('POST', `deployments/${deployment.id}/statuses`, { state: 'failure' })
  for (const path of ['', `/${deployment.id}`, `/${deployment.id}/statuses`]) await get(`deployments${path}`)
  await call('DELETE', `deployments/${deployment.id}`)
  for (const path of ['', '/qa']) await get(`environments${path}`)
  await call('PUT', 'environments/production', {}, tokens.mira)

  await call('POST', 'merges', { base: 'three', head: 'one' })
  await call('PUT', 'pulls/1/merge', {}, tokens.noor)
  await get('pulls/1/merge')
  await call('PUT', 'pulls/2/update-branch')
  const protection = 'branches/main/protection'
  const rules = { required_status_checks: null, enforce_admins: true, required_pull_request_reviews: null, restrictions: null }
  await call('PUT', protection, rules, tokens.mira)
  await get(protection, tokens.mira)
  simulator.protectTags('acme/shop', 'package/*', [])
  const [ruleset] = (await get('rulesets')) as unknown as { id: number }[]
  await get(`rulesets/${ruleset?.id}`)
  simulator.setSecrets('acme/shop', { A: 'x' })
  simulator.setVariables('acme/shop', { B: 'y' })
  for (const path of ['secrets', 'organization-secrets', 'variables', 'permissions/workflow'])
    await get(`actions/${path}`, tokens.mira)
  await get('environments/qa/secrets', tokens.mira)
  await call('DELETE', protection, undefined, tokens.mira)

  const runs = `actions/runs/${run?.id}`
  for (const path of ['actions/workflows', 'actions/workflows/build.yml', 'actions/workflows/build.yml/runs', 'actions/runs'])
    await get(path)
  for (const path of ['', '/jobs', '/attempts/1', '/attempts/1/jobs']) await get(`${runs}${path}`)
  await get(`actions/jobs/${run?.jobs[0]?.id}`)
  await call('POST', 'actions/workflows/build.yml/dispatches', { ref: 'main', inputs: { package: 'x' } })
  await call('POST', 'dispatches', { event_type: 'x' })
  await call('POST', `${runs}/rerun`)
  await simulator.settle()
  await call('POST', `${runs}/rerun-failed-jobs`)
  await call('POST', `${runs}/cancel`)
  await call('POST', `${runs}/rerun`)
  await call('POST', `${runs}/force-cancel`)
  await simulator.settle()

  for (const path of ['', '/members', '/memberships/noor']) await get(`/orgs/acme/teams/dba${path}`)
  for (const path of ['/orgs/acme/members', '/orgs/acme/members/noor', '/users/ada', '/rate_limit']) await get(path)
  await get('/user', tokens.ada)

  expect(problems).toEqual([])
  const table = allRoutes(new RateLimits(createClock(undefined, 'standing'))).map(routeName)
  expect(table.filter((name) => !schema.checked.has(name))).toEqual(undescribed)
})
