import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Simulator } from '../simulator.ts'
import { startSimulator } from '../start-simulator.ts'
import { createRunner } from './index.ts'
import type { AppToken, RunnerControls, RunnerOptions } from './index.ts'
import { jobOf } from './testing/scene.ts'

const execute = promisify(execFile)

interface Started {
  readonly sim: Simulator
  readonly runner: RunnerControls
  readonly token: string
  readonly push: (files: Readonly<Record<string, string>>, branch?: string) => Promise<string>
  readonly call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>
}

async function start(options: RunnerOptions = {}): Promise<Started> {
  const root = mkdtempSync(join(tmpdir(), 'real-'))
  const runner = createRunner({ cancelGrace: 300, ...options })
  const sim = await startSimulator({ directory: join(root, 'sim'), runner })
  onTestFinished(async () => {
    await sim.close()
    rmSync(root, { recursive: true, force: true })
  })
  const token = sim.addUser('mira')
  await sim.createRepository('acme/shop', { collaborators: { mira: 'admin' } })
  const work = join(root, 'work')
  mkdirSync(work)
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await execute('git', ['-c', 'user.name=Mira', '-c', 'user.email=mira@example.test', '-C', work, ...args])
    return stdout.trim()
  }
  await git('init', '-q', '-b', 'main')
  const push: Started['push'] = async (files, branch = 'main') => {
    await git('checkout', '-q', '-B', branch)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true })
      writeFileSync(join(work, path), text)
    }
    await git('add', '-A')
    await git('commit', '-q', '-m', 'a change')
    await git('push', '-q', sim.authenticatedGitUrl('acme/shop', token), branch)
    return git('rev-parse', 'HEAD')
  }
  const call: Started['call'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${sim.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  return { sim, runner, token, push, call }
}

const STATUS_ACTION = {
  'act/status/action.yml': `
name: status
inputs: { github-token: { default: '\${{ github.token }}' } }
outputs: { state: { description: x } }
runs: { using: node24, main: main.mjs }`,
  'act/status/main.mjs': `
import { appendFileSync, readFileSync } from 'node:fs'
const { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = process.env
const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'))
const answer = await fetch(api + '/repos/' + repository + '/statuses/' + sha, {
  method: 'POST',
  headers: { authorization: 'Bearer ' + process.env['INPUT_GITHUB-TOKEN'] },
  body: JSON.stringify({ state: 'success', context: 'gate', description: 'for ' + event.ref }),
})
appendFileSync(process.env.GITHUB_OUTPUT, 'status=' + answer.status + '\\n')`,
}

const BUILD = (permissions: string): string => `
name: Build
on: push
permissions: ${permissions}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { fetch-depth: 0 }
      - id: set
        uses: ./act/status
      - run: echo "answered \${{ steps.set.outputs.status }} on $(git rev-parse HEAD)"
`

test("a push starts a workflow whose node action sets a status with the job's token", async () => {
  const { sim, push, call } = await start()
  const sha = await push({ '.github/workflows/build.yml': BUILD('{ contents: read, statuses: write }'), ...STATUS_ACTION })
  await sim.settle()
  const [run] = sim.runs
  if (run === undefined) throw new Error('no run')
  expect(run.conclusion, run.log).toBe('success')
  expect(jobOf(run, 'build').log).toContain(`answered 201 on ${sha}`)
  const { body } = await call('GET', `/repos/acme/shop/commits/${sha}/statuses`)
  expect(body).toMatchObject([
    { context: 'gate', state: 'success', description: 'for refs/heads/main', creator: { login: 'github-actions[bot]' } },
  ])
  expect(sim.journal.ofRun(run.id).length).toBeGreaterThan(0)
})

test('a job without the permission is refused, and the log names no token', async () => {
  const { sim, push } = await start()
  await push({ '.github/workflows/build.yml': BUILD('{ contents: read }'), ...STATUS_ACTION })
  await sim.settle()
  expect(sim.runs[0]?.log).toContain('answered 403')
  expect(sim.runs[0]?.log).not.toMatch(/ghs_\w/)
})

test('a dispatch and a re-run by REST come through, and a kill at a fault point ends the run', async () => {
  const { sim, push, call } = await start()
  const on = 'on: { push: { branches: [never] }, workflow_dispatch: { inputs: { package: { required: true } } } }'
  const workflow = BUILD('{ contents: read, statuses: write }').replace('on: push', on)
  const sha = await push({ '.github/workflows/build.yml': workflow, ...STATUS_ACTION })
  await sim.settle()
  expect(sim.runs).toHaveLength(0)
  const dispatch = '/repos/acme/shop/actions/workflows/build.yml/dispatches'
  expect((await call('POST', dispatch, { ref: 'main', inputs: { package: 'loyalty' } })).status).toBe(204)
  sim.faults.add({ on: 'POST /repos/{owner}/{repo}/statuses/{sha}', when: 'after', action: { do: 'kill-run' } })
  await sim.settle()
  expect(sim.runs[0]).toMatchObject({ conclusion: 'failure', runAttempt: 1 })
  expect(sim.runs[0]?.log).toContain('The runner was killed.')
  expect((await call('POST', `/repos/acme/shop/actions/runs/${sim.runs[0]?.id}/rerun`)).status).toBe(201)
  await sim.settle()
  expect(sim.runs[0]).toMatchObject({ conclusion: 'success', runAttempt: 2 })
  const { body } = await call('GET', `/repos/acme/shop/commits/${sha}/statuses`)
  expect(body).toHaveLength(2) // one before the kill, one by the second attempt
})

test('a paused run lets another one work, then goes on', async () => {
  const { sim, push, runner } = await start()
  const slow = 'on: push\njobs: { a: { runs-on: x, steps: [ { run: "echo begun; sleep 0.3; echo ended" } ] } }'
  await push({ '.github/workflows/slow.yml': slow })
  const quiet = sim.settle()
  for (let tries = 0; tries < 300 && sim.runs[0]?.jobs[0]?.status !== 'in_progress'; tries++) await wait(10)
  const first = sim.runs[0]
  if (first === undefined) throw new Error('no run')
  runner.pause(first.id)
  await push({ 'other.txt': 'x' })
  for (let tries = 0; tries < 500 && sim.runs[1]?.status !== 'completed'; tries++) await wait(10)
  expect(sim.runs.map((run) => run.status)).toEqual(['in_progress', 'completed'])
  runner.resume(first.id)
  await quiet
  expect(first.conclusion).toBe('success')
})

test('a scheduled workflow runs when the clock passes its instant, once', async () => {
  const { sim, push } = await start()
  const text =
    'name: Sweep\non: { schedule: [ { cron: "*/15 * * * *" } ] }\njobs: { a: { runs-on: x, steps: [ { run: "true" } ] } }'
  await push({ '.github/workflows/sweep.yml': text })
  await sim.settle()
  const before = sim.runs.length
  sim.clock.advance('2h')
  await sim.settle()
  expect(sim.runs.length - before).toBe(1)
  expect(sim.runs.at(-1)).toMatchObject({ workflowName: 'Sweep', conclusion: 'success' })
})

test('a pull request runs its workflow on the merge commit, and an artifact of a job is there for the next', async () => {
  const { sim, push, call } = await start()
  await push({ 'a.txt': 'a' })
  await push(
    {
      'b.txt': 'b',
      '.github/workflows/pr.yml': `
on: { pull_request: { branches: [main], paths: ['*.txt'] } }
jobs:
  one:
    runs-on: x
    steps:
      - uses: actions/checkout@v7
      - run: ls *.txt | tr '\\n' ' ' && echo "of $GITHUB_REF from $GITHUB_HEAD_REF to $GITHUB_BASE_REF"
      - { uses: actions/upload-artifact@v4, with: { name: texts, path: '*.txt' } }
  two:
    needs: one
    runs-on: x
    steps: [ { uses: actions/download-artifact@v4, with: { name: texts } }, { run: 'cat a.txt b.txt' } ]
`,
    },
    'feature',
  )
  const opened = await call('POST', '/repos/acme/shop/pulls', { title: 'Feature', head: 'feature', base: 'main' })
  expect(opened.status).toBe(201)
  await sim.settle()
  const [run] = sim.runs
  if (run === undefined) throw new Error('no run')
  expect(run.conclusion, run.log).toBe('success')
  expect(jobOf(run, 'one').log).toContain('a.txt b.txt of refs/pull/')
  expect(jobOf(run, 'one').log).toContain('/merge from feature to main')
  expect(jobOf(run, 'two').log).toMatch(/\nab\n/)
})

test('an App token makes a push that starts workflows, the token of the job does not', async () => {
  const made: { sim?: Simulator } = {}
  const appToken = (): AppToken => {
    const token = made.sim?.addInstallation('acme/shop', 'stagecoach', { contents: 'write' }) ?? ''
    return { token, slug: 'stagecoach' }
  }
  const started = await start({ appToken })
  made.sim = started.sim
  const text = (token: string): string => `
on: { push: { branches: [main] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: x
    steps:
      - { id: app, uses: actions/create-github-app-token@v2, with: { app-id: 1, private-key: k } }
      - { uses: actions/checkout@v7, with: { token: '${token}' } }
      - run: git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m next && git push -q origin HEAD:refs/heads/made
`
  const made2 = 'on: { push: { branches: [made] } }\njobs: { b: { runs-on: x, steps: [ { run: "true" } ] } }'
  await started.push({ '.github/workflows/a.yml': text('${{ github.token }}'), '.github/workflows/b.yml': made2 })
  await started.sim.settle()
  expect(started.sim.runs.map((run) => [run.workflowPath, run.conclusion])).toEqual([['.github/workflows/a.yml', 'success']])
  await started.push({ '.github/workflows/a.yml': text('${{ steps.app.outputs.token }}').replace('HEAD:', '+HEAD:') })
  await started.sim.settle()
  expect(started.sim.runs.slice(1).map((run) => [run.workflowPath, run.conclusion])).toEqual([
    ['.github/workflows/a.yml', 'success'],
    ['.github/workflows/b.yml', 'success'],
  ])
})

test('an environment refuses a job of a branch that it does not take, before the job has a secret', async () => {
  const { sim, push } = await start()
  sim.setSecrets('acme/shop', { KEY: 'the-key' }, 'vault')
  sim.restrictEnvironment('acme/shop', 'vault', ['main'])
  const text = `
on: { push: {} }
jobs:
  in:
    runs-on: x
    environment: { name: vault, deployment: false }
    steps: [ { run: 'echo "has \${#KEY}"', env: { KEY: '\${{ secrets.KEY }}' } } ]
  out: { runs-on: x, steps: [ { run: 'echo "has \${#KEY}"', env: { KEY: '\${{ secrets.KEY }}' } } ] }
`
  await push({ '.github/workflows/a.yml': text })
  await push({ 'a.txt': 'a' }, 'feature')
  await sim.settle()
  const [main, feature] = sim.runs
  if (main === undefined || feature === undefined) throw new Error('no runs')
  expect(jobOf(main, 'in').log).toContain('has 7')
  expect(jobOf(main, 'out').log).toContain('has 0')
  expect(jobOf(feature, 'in')).toMatchObject({ conclusion: 'failure', steps: [] })
  expect(jobOf(feature, 'in').log).toContain('Branch "feature" is not allowed to deploy to vault')
  expect(jobOf(feature, 'out').log).toContain('has 0')
  const shown = sim.journal.entries.filter(({ subject }) => subject.startsWith('deployment '))
  expect(shown).toEqual([])
})
