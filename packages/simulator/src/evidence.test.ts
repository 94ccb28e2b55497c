import { expect, test } from 'vitest'
import { createBench } from './testing/bench.ts'
import { isFull } from './world/commit-evidence.ts'
import type { CommitStatus } from './world/commit-evidence.ts'

test('of statuses the newest per context counts: failure over pending over success, and pending where there is none', async () => {
  await using bench = await createBench()
  const noor = bench.octokit(bench.tokens.noor)
  const sha = await bench.tip('main')
  const at = { ...bench.repo, ref: 'main' }
  const combined = async () => (await noor.repos.getCombinedStatusForRef(at)).data
  expect(await combined()).toMatchObject({ state: 'pending', total_count: 0, sha })
  const set = (context: string, state: 'success' | 'failure' | 'pending') =>
    noor.repos.createCommitStatus({
      ...bench.repo,
      sha,
      context,
      state,
      target_url: 'https://ci.example/1',
      description: 'Run 1',
    })
  await set('ci', 'failure')
  expect((await combined()).state).toBe('failure')
  await set('ci', 'success')
  expect((await combined()).state).toBe('success')
  await set('gate', 'pending')
  expect(await combined()).toMatchObject({ state: 'pending', total_count: 2, statuses: [{ context: 'gate' }, { context: 'ci' }] })
  expect((await noor.repos.listCommitStatusesForRef(at)).data.map(({ state }) => state)).toEqual([
    'pending',
    'success',
    'failure',
  ])
})

test('the events of a status and of a check name the branches of their commit', async () => {
  await using bench = await createBench()
  const sha = await bench.push('promote/qa/loyalty', { 'a.txt': 'a\n' })
  await bench.push('later', { 'b.txt': 'b\n' })
  const app = bench.octokit(bench.simulator.addInstallation('acme/shop', 'stagecoach', { checks: 'write', statuses: 'write' }))
  await app.repos.createCommitStatus({ ...bench.repo, sha, state: 'success', context: 'external' })
  await app.checks.create({ ...bench.repo, name: 'external', head_sha: sha, conclusion: 'success' })
  const [status, check] = bench.simulator.events.all.slice(-2)
  expect(status?.payload['branches']).toMatchObject([{ name: 'promote/qa/loyalty', commit: { sha } }])
  expect(check?.payload['check_run']).toMatchObject({ check_suite: { head_branch: 'promote/qa/loyalty', head_sha: sha } })
})

test('the 1001st status of one commit and context is one too many', () => {
  const status: CommitStatus = {
    id: 1,
    sha: 'a',
    context: 'gate',
    state: 'pending',
    description: null,
    targetUrl: null,
    creator: 'noor',
    app: undefined,
    createdAt: '2026-11-20T09:00:00Z',
  }
  const many = Array<CommitStatus>(999).fill(status)
  expect(isFull(many, 'a', 'gate')).toBe(false)
  expect(isFull([...many, status], 'a', 'gate')).toBe(true)
  expect(isFull([...many, status], 'a', 'ci')).toBe(false)
})

test('check runs belong to Apps, the latest of each name and App is listed, only their App changes them', async () => {
  await using bench = await createBench()
  const sha = await bench.tip('main')
  const job = bench.octokit(bench.jobToken({ checks: 'write' }))
  const app = bench.octokit(bench.simulator.addInstallation('acme/shop', 'stagecoach', { checks: 'write' }))
  const base = { ...bench.repo, head_sha: sha, name: 'gate' }
  const first = await app.checks.create({ ...base, status: 'in_progress' })
  await app.checks.update({
    ...bench.repo,
    check_run_id: first.data.id,
    conclusion: 'failure',
    output: { title: 'No', summary: 'Not yet' },
  })
  await app.checks.create({ ...base, conclusion: 'success' })
  await expect(bench.octokit(bench.tokens.noor).checks.create(base)).rejects.toMatchObject({ status: 403 })
  await expect(job.checks.update({ ...bench.repo, check_run_id: first.data.id, conclusion: 'success' })).rejects.toMatchObject({
    status: 403,
  })
  const latest = (await app.checks.listForRef({ ...bench.repo, ref: 'main', check_name: 'gate' })).data
  expect(latest.check_runs).toMatchObject([{ conclusion: 'success', status: 'completed', app: { slug: 'stagecoach' } }])
  const all = (await app.checks.listForRef({ ...bench.repo, ref: 'main', filter: 'all', check_name: 'gate' })).data
  expect(all.check_runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure'])
})

test('a success takes earlier deployments of the same environment out of service, except production', async () => {
  await using bench = await createBench()
  const job = bench.octokit(bench.jobToken({ deployments: 'write', contents: 'write' }))
  const deploy = async (environment: string) => {
    const { data } = await job.repos.createDeployment({ ...bench.repo, ref: 'main', environment, required_contexts: [] })
    if (!('id' in data)) throw new Error('The deployment was not made.')
    await job.repos.createDeploymentStatus({
      ...bench.repo,
      deployment_id: data.id,
      state: 'success',
      environment_url: 'https://qa.example',
    })
    return data.id
  }
  const states = async (id: number) =>
    (await job.repos.listDeploymentStatuses({ ...bench.repo, deployment_id: id })).data.map(({ state }) => state)
  const [qa, production] = [await deploy('qa'), await deploy('production')]
  const [again, more] = [await deploy('qa'), await deploy('production')]
  expect(await states(qa)).toEqual(['inactive', 'success'])
  expect(await states(again)).toEqual(['success'])
  expect(await states(production)).toEqual(['success'])
  expect((await job.repos.listDeployments({ ...bench.repo, environment: 'production' })).data.map(({ id }) => id)).toEqual([
    more,
    production,
  ])
})

test('a deployment waits for the statuses of its commit and first merges the default branch in', async () => {
  await using bench = await createBench()
  const noor = bench.octokit(bench.tokens.noor)
  const sha = await bench.push('one', { 'one.txt': '1\n' })
  await bench.push('main', { 'main.txt': 'm\n' })
  const merged = await noor.repos.createDeployment({ ...bench.repo, ref: 'one' })
  expect(merged).toMatchObject({ status: 202, data: { message: 'Auto-merged main into one on deployment.' } })
  expect(await bench.tip('one^1')).toBe(sha)
  await noor.repos.createCommitStatus({ ...bench.repo, sha: await bench.tip('one'), state: 'failure', context: 'ci' })
  await expect(noor.repos.createDeployment({ ...bench.repo, ref: 'one' })).rejects.toMatchObject({ status: 409 })
  expect((await noor.repos.createDeployment({ ...bench.repo, ref: 'one', required_contexts: [] })).status).toBe(201)
})
