import { expect, test } from 'vitest'
import { createBench } from './testing/bench.ts'
import { scriptedRunner } from './testing/scripted-runner.ts'

test('settle runs what is queued and what those runs raise, and REST tells the same story as the runs', async () => {
  const runner = scriptedRunner(async (run, host, jobId) => {
    if (run.event.name !== 'push') return 'success'
    const token = host.issueToken(run.id, jobId, { actions: 'write' })
    const url = `${host.url}/repos/acme/shop/actions/workflows/build.yml/dispatches`
    const body = JSON.stringify({ ref: 'main', inputs: { package: 'gift-cards' } })
    const { status } = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body })
    host.revokeToken(token)
    return status === 204 ? 'success' : 'failure'
  })
  await using bench = await createBench({ runner })
  expect(bench.simulator.runs).toEqual([])
  await bench.simulator.settle()
  expect(bench.simulator.runs.map(({ event, actor }) => [event.name, actor])).toEqual([
    ['push', 'mira'],
    ['workflow_dispatch', 'github-actions[bot]'],
  ])
  const noor = bench.octokit(bench.tokens.noor)
  const { data } = await noor.actions.listWorkflowRunsForRepo({ ...bench.repo, event: 'push' })
  expect(data.workflow_runs).toMatchObject([
    { name: 'Build', status: 'completed', conclusion: 'success', run_attempt: 1, run_number: 1, display_title: 'Begin the shop' },
  ])
  const run_id = data.workflow_runs[0]?.id ?? 0
  const jobs = await noor.actions.listJobsForWorkflowRun({ ...bench.repo, run_id })
  expect(jobs.data.jobs).toMatchObject([{ name: 'build', conclusion: 'success' }])
  const checks = await noor.checks.listForRef({ ...bench.repo, ref: 'main' })
  expect(checks.data.check_runs[0]).toMatchObject({ name: 'build', conclusion: 'success', app: { slug: 'github-actions' } })
  expect(bench.simulator.requests.count(run_id)).toEqual({ api: 1, writes: 1, git: 0 })
})

test('a run is run again under who asked, and its first attempt can still be read', async () => {
  let wanted: 'failure' | 'success' = 'failure'
  await using bench = await createBench({ runner: scriptedRunner(async () => wanted) })
  await bench.simulator.settle()
  const noor = bench.octokit(bench.tokens.noor)
  const at = { ...bench.repo, run_id: bench.simulator.runs[0]?.id ?? 0 }
  wanted = 'success'
  await noor.actions.reRunWorkflowFailedJobs(at)
  await expect(noor.actions.reRunWorkflow(at)).rejects.toMatchObject({ status: 403 })
  await bench.simulator.settle()
  expect((await noor.actions.getWorkflowRun(at)).data).toMatchObject({
    run_attempt: 2,
    conclusion: 'success',
    actor: { login: 'mira' },
    triggering_actor: { login: 'noor' },
  })
  expect((await noor.actions.getWorkflowRunAttempt({ ...at, attempt_number: 1 })).data.conclusion).toBe('failure')
  await expect(noor.actions.cancelWorkflowRun(at)).rejects.toMatchObject({ status: 409 })
})

test('a dispatch is refused for an unknown workflow or ref, a missing or unexpected input, a value not on the list', async () => {
  await using bench = await createBench()
  const noor = bench.octokit(bench.tokens.noor)
  const dispatch = (inputs: Record<string, string>, more: object = {}) =>
    noor.actions.createWorkflowDispatch({ ...bench.repo, workflow_id: 'build.yml', ref: 'main', inputs, ...more })
  await expect(dispatch({})).rejects.toThrow("Required input 'package' not provided")
  await expect(dispatch({ package: 'x', colour: 'red' })).rejects.toThrow('Unexpected inputs provided: ["colour"]')
  await expect(dispatch({ package: 'x', lane: 'fast' })).rejects.toThrow("Provided value 'fast' for input 'lane' not in the list")
  await expect(dispatch({ package: 'x' }, { ref: 'nowhere' })).rejects.toThrow('No ref found for: nowhere')
  await expect(dispatch({ package: 'x' }, { workflow_id: 'none.yml' })).rejects.toMatchObject({ status: 404 })
  await bench.push('no-trigger', { '.github/workflows/build.yml': 'on: push\njobs: {}\n' })
  await expect(dispatch({}, { ref: 'no-trigger' })).rejects.toThrow("Workflow does not have 'workflow_dispatch' trigger")
})

test('a schedule fires once for all the time that passed, on the default branch', async () => {
  await using bench = await createBench({ runner: scriptedRunner(async () => 'success'), clock: 'standing' })
  await bench.simulator.settle()
  bench.simulator.clock.advance('72h')
  await bench.simulator.settle()
  await bench.simulator.settle()
  const scheduled = bench.simulator.events.all.filter(({ name }) => name === 'schedule')
  expect(scheduled).toMatchObject([
    { ref: 'refs/heads/main', payload: { schedule: '0 12 * * *' }, raisedAt: '2026-11-23T09:00:00Z' },
  ])
})

test('a job with an environment makes a deployment that follows it', async () => {
  const runner = scriptedRunner(async (run, host, jobId) => {
    host.finishDeployment(host.startDeployment(run.id, jobId, 'qa'), 'success', 'https://qa.example')
    return 'success'
  })
  await using bench = await createBench({ runner })
  await bench.simulator.settle()
  const noor = bench.octokit(bench.tokens.noor)
  const [deployment] = (await noor.repos.listDeployments({ ...bench.repo, environment: 'qa' })).data
  const statuses = await noor.repos.listDeploymentStatuses({ ...bench.repo, deployment_id: deployment?.id ?? 0 })
  expect(statuses.data.map(({ state }) => state)).toEqual(['success', 'in_progress'])
  expect((await noor.repos.getEnvironment({ ...bench.repo, environment_name: 'qa' })).data.name).toBe('qa')
})

test('a runner that breaks makes settle fail, and the next settle goes on', async () => {
  let broken = true
  const runner = scriptedRunner(async () => {
    if (broken) throw new Error('The runner is broken.')
    return 'success'
  })
  await using bench = await createBench({ runner })
  await expect(bench.simulator.settle()).rejects.toThrow('The runner is broken.')
  broken = false
  await bench.push('main', { 'a.txt': 'a\n' })
  await bench.simulator.settle()
  expect(bench.simulator.runs.at(-1)?.conclusion).toBe('success')
})
