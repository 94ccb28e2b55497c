import { expect, test } from 'vitest'
import { createBench, runClient } from './testing/bench.ts'
import type { Bench } from './testing/bench.ts'

const everything = {
  contents: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  checks: 'write',
  issues: 'write',
  actions: 'write',
  deployments: 'write',
} as const

/** Pushes a branch with a token, from a clone whose remote carries it. */
async function pushAs(bench: Bench, token: string, refspec: string) {
  return runClient(bench.clone, 'push', bench.simulator.authenticatedGitUrl('acme/shop', token), refspec)
}

async function localCommit(bench: Bench, branch: string, file: string): Promise<string> {
  await bench.git('checkout', '--quiet', '-b', branch, 'main')
  const { writeFile } = await import('node:fs/promises')
  await writeFile(`${bench.clone}/${file}`, `${branch}\n`)
  await bench.git('add', '--all')
  await bench.git('commit', '--quiet', '-m', `Change ${file}`)
  return bench.git('rev-parse', 'HEAD')
}

test('pushes, pull requests, comments, reviews and merges of a GITHUB_TOKEN raise no event, a dispatch does', async () => {
  await using bench = await createBench()
  const token = bench.jobToken(everything)
  const job = bench.octokit(token)
  const before = bench.simulator.events.all.length
  await localCommit(bench, 'promote/qa/gift-cards', 'gift.txt')
  expect((await pushAs(bench, token, 'promote/qa/gift-cards')).code).toBe(0)
  const { data } = await job.pulls.create({ ...bench.repo, head: 'promote/qa/gift-cards', base: 'main', title: 'Promote' })
  const at = { ...bench.repo, pull_number: data.number }
  const comment = await job.issues.createComment({ ...bench.repo, issue_number: data.number, body: 'Plan' })
  await job.issues.addLabels({ ...bench.repo, issue_number: data.number, labels: ['qa'] })
  await job.pulls.createReview({ ...at, event: 'COMMENT', body: 'Seen.' })
  await job.repos.createCommitStatus({ ...bench.repo, sha: data.head.sha, state: 'success', context: 'gate' })
  await job.pulls.merge(at)
  expect(bench.simulator.events.all.length).toBe(before)
  expect(data.user).toMatchObject({ login: 'github-actions[bot]', type: 'Bot' })
  expect(comment.data).toMatchObject({
    user: { login: 'github-actions[bot]' },
    performed_via_github_app: { slug: 'github-actions' },
  })

  const dispatch = { ...bench.repo, workflow_id: 'build.yml', ref: 'main', inputs: { package: 'gift-cards' } }
  expect((await job.actions.createWorkflowDispatch(dispatch)).status).toBe(204)
  await job.repos.createDispatchEvent({ ...bench.repo, event_type: 'gate', client_payload: { environment: 'qa' } })
  const raised = bench.simulator.events.all.slice(before)
  expect(raised.map(({ name, actor }) => `${name} by ${actor}`)).toEqual([
    'workflow_dispatch by github-actions[bot]',
    'repository_dispatch by github-actions[bot]',
  ])
  expect(raised[0]).toMatchObject({
    workflowPath: '.github/workflows/build.yml',
    ref: 'refs/heads/main',
    sha: await bench.tip('main'),
    payload: { inputs: { package: 'gift-cards', lane: 'none' } },
    causedByRun: bench.simulator.runs[0]?.id,
  })
})

test("an App's pushes and pull requests do raise events, in the name of its bot", async () => {
  await using bench = await createBench()
  const token = bench.simulator.addInstallation('acme/shop', 'stagecoach', everything)
  const before = bench.simulator.events.all.length
  await localCommit(bench, 'feature', 'f.txt')
  await pushAs(bench, token, 'feature')
  await bench.octokit(token).pulls.create({ ...bench.repo, head: 'feature', base: 'main', title: 'F' })
  const raised = bench.simulator.events.all.slice(before).map(({ name, actor }) => `${name} by ${actor}`)
  expect(raised).toEqual(['push', 'create', 'pull_request', 'pull_request_target'].map((name) => `${name} by stagecoach[bot]`))
})

test('a permission that was not asked for is 403, a repository one may not see is 404, a dead token is 401', async () => {
  await using bench = await createBench()
  const poor = bench.octokit(bench.jobToken({ contents: 'read' }))
  const refused = { status: 403, message: expect.stringContaining('Resource not accessible by integration') }
  await expect(poor.pulls.list(bench.repo)).rejects.toMatchObject(refused)
  await expect(
    poor.repos.createCommitStatus({ ...bench.repo, sha: await bench.tip('main'), state: 'success' }),
  ).rejects.toMatchObject(refused)
  await expect(poor.git.createRef({ ...bench.repo, ref: 'refs/heads/x', sha: await bench.tip('main') })).rejects.toMatchObject(
    refused,
  )
  await expect(poor.teams.listMembersInOrg({ org: 'acme', team_slug: 'dba' })).rejects.toMatchObject({ status: 404 })
  expect((await poor.repos.get(bench.repo)).data.full_name).toBe('acme/shop')
  expect(await bench.tip('refs/heads/x')).toBe('')

  await expect(bench.octokit(bench.tokens.rex).repos.get(bench.repo)).rejects.toMatchObject({ status: 404 })
  await expect(bench.octokit('ghp_nobody').repos.get(bench.repo)).rejects.toMatchObject({ status: 401 })
  await expect(
    bench.octokit(bench.tokens.ada).git.createRef({ ...bench.repo, ref: 'refs/heads/x', sha: await bench.tip('main') }),
  ).rejects.toMatchObject({ status: 404 })
})

test('git refuses whom REST refuses: no contents permission, a reader who pushes, a stranger', async () => {
  await using bench = await createBench()
  await localCommit(bench, 'feature', 'f.txt')
  const reader = await pushAs(bench, bench.jobToken({ contents: 'read' }), 'feature')
  expect(reader.stderr).toContain('Permission to acme/shop.git denied to github-actions[bot].')
  expect((await pushAs(bench, bench.tokens.ada, 'feature')).stderr).toContain('denied to ada')
  expect((await pushAs(bench, bench.tokens.rex, 'feature')).stderr).toContain('Repository not found')
  expect((await runClient(bench.clone, 'ls-remote', `${bench.simulator.url}/acme/shop.git`)).code).not.toBe(0)
  expect(await bench.tip('refs/heads/feature')).toBe('')
})

test('a GITHUB_TOKEN can neither push nor merge changes of workflow files; a person can', async () => {
  await using bench = await createBench()
  const token = bench.jobToken(everything)
  const { mkdir } = await import('node:fs/promises')
  await mkdir(`${bench.clone}/.github/workflows`, { recursive: true })
  await localCommit(bench, 'flow', '.github/workflows/new.yml')
  const refused = await pushAs(bench, token, 'flow')
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain(
    'refusing to allow a GitHub App to create or update workflow `.github/workflows/new.yml` without `workflows` permission',
  )
  expect(await bench.tip('refs/heads/flow')).toBe('')

  expect((await pushAs(bench, bench.tokens.noor, 'flow')).code).toBe(0)
  const job = bench.octokit(token)
  const { data } = await job.pulls.create({ ...bench.repo, head: 'flow', base: 'main', title: 'Flow' })
  await expect(job.pulls.merge({ ...bench.repo, pull_number: data.number })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('without `workflows` permission'),
  })
  await bench.octokit(bench.tokens.noor).pulls.merge({ ...bench.repo, pull_number: data.number })
  expect(await bench.show('main:.github/workflows/new.yml')).toBe('flow\n')
})

test('where Actions may not create pull requests, a GITHUB_TOKEN may neither open nor approve one', async () => {
  await using bench = await createBench({}, { actionsMayCreatePullRequests: false })
  const job = bench.octokit(bench.jobToken(everything))
  await bench.push('one', { 'one.txt': '1\n' })
  const refusal = {
    status: 403,
    message: expect.stringContaining('GitHub Actions is not permitted to create or approve pull requests.'),
  }
  await expect(job.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })).rejects.toMatchObject(refusal)
  const { data } = await bench.octokit(bench.tokens.mira).pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  await expect(job.pulls.createReview({ ...bench.repo, pull_number: data.number, event: 'APPROVE' })).rejects.toMatchObject(
    refusal,
  )
})

test('every change is in the journal under the run or person that made it, every request in the log', async () => {
  await using bench = await createBench()
  const token = bench.jobToken(everything)
  await localCommit(bench, 'one', 'one.txt')
  await pushAs(bench, token, 'one')
  await bench.octokit(token).pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const [run] = bench.simulator.runs
  const mine = bench.simulator.journal.ofRun(run?.id ?? 0).filter(({ subject }) => !subject.startsWith('event '))
  expect(mine).toMatchObject([
    { route: 'git receive-pack', subject: 'ref refs/heads/one', before: undefined, after: await bench.tip('one') },
    { route: 'POST /repos/{owner}/{repo}/pulls', subject: 'pull 1', who: { login: 'github-actions[bot]', kind: 'job' } },
  ])
  expect(bench.simulator.journal.ofRun(run?.id ?? 0).filter(({ subject }) => subject === 'event push')).toMatchObject([
    { after: { silent: 'GITHUB_TOKEN starts no workflow' } },
  ])
  expect(bench.simulator.requests.count(run?.id ?? 0)).toEqual({ api: 1, writes: 1, git: 2 })
})
