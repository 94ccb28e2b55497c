import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkflowRun } from '@stagecoach/simulator'
import { packagesOf, pathsOf, refsOf } from '../look/branch.ts'
import { ledgerRecords, nameOf } from '../look/ledger-records.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { labels, surcharge } from '../kill/small-shop.ts'
import { app, openAppShop, type AppShop } from './app-shop.ts'

let shop: AppShop
const said = (runs: readonly WorkflowRun[]): string => runs.map(({ log }) => log).join('\n')
const line = ({ workflowName, event, conclusion }: WorkflowRun): string =>
  `${workflowName.replace('Stagecoach ', '')} by ${event.name} of ${event.actor}: ${conclusion ?? '-'}`

/** The runs that an act leads to, oldest first. */
async function runsOf(act: () => Promise<unknown>): Promise<WorkflowRun[]> {
  const before = shop.simulator.runs.length
  await act()
  await shop.simulator.settle()
  return shop.simulator.runs.slice(before)
}

/** Those that had something to do. What the App pushes and reports starts the others: all their jobs are skipped. */
function working(runs: readonly WorkflowRun[]): string[] {
  const idle = runs.filter(({ conclusion }) => conclusion === 'skipped')
  expect(idle.map(({ event }) => `${event.name} of ${event.actor}`)).toEqual(
    idle.map(({ event }) => `${event.name === 'push' ? 'push' : 'status'} of stagecoach[bot]`),
  )
  return runs.filter((run) => !idle.includes(run)).map(line)
}

const api = async (...request: Parameters<AppShop['call']>): Promise<void> => {
  const { status, body } = await shop.call(...request)
  if (status >= 300) throw new Error(`${request[1]} ${request[2]}: ${status} ${JSON.stringify(body)}`)
}

const openPulls = async (): Promise<{ number: number; head: { sha: string } }[]> =>
  (await shop.call('grace', 'GET', '/pulls?state=open')).body as { number: number; head: { sha: string } }[] // GitHub's shape.

const verified = async (environment: string): Promise<boolean> =>
  (await ledgerRecords(shop.bare)).some(
    (record) => record.kind === 'verification' && record.environment === environment && record.passed === true,
  )

/** A workflow that starts another one with its own token. */
const asking = (workflow: string, inputs: Readonly<Record<string, string>>): string => `on: push
permissions: { actions: write }
jobs:
  ask:
    runs-on: ubuntu-latest
    steps:
      - env: { TOKEN: '\${{ github.token }}' }
        run: >-
          curl --silent --fail --request POST --header "authorization: Bearer $TOKEN" --header 'content-type: application/json'
          "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/workflows/${workflow}/dispatches"
          --data '${JSON.stringify({ ref: 'main', inputs })}'
`

describe.skipIf(!hasPostgres())('With a GitHub App', () => {
  beforeAll(async () => void (shop = await openAppShop()))
  afterAll(() => shop.close())

  it('a person pushes a feature: a job without key wakes the build, and the chain ends verified in integration', async () => {
    const runs = await runsOf(() => shop.push('ada', labels.branch, 'main', labels.files))
    expect(working(runs), said(runs)).toEqual([
      'build by push of ada: success',
      'build by workflow_dispatch of github-actions[bot]: success',
      'promote by workflow_dispatch of stagecoach[bot]: success',
      'gate by workflow_dispatch of stagecoach[bot]: success',
      'deploy by workflow_dispatch of stagecoach[bot]: success',
    ])
    expect((await packagesOf(shop.bare, 'env/integration')).has('labels')).toBe(true)
    expect(await shop.sql('integration', 'select count(*)::int as rows from public.label')).toEqual([{ rows: 3 }])
    expect(runs.filter(({ event }) => event.name === 'push').map(line)).toEqual([
      'build by push of ada: success',
      'promote by push of stagecoach[bot]: skipped',
    ])
    expect(existsSync(join(shop.deployed, 'integration/content'))).toBe(true)
    expect(await verified('integration')).toBe(true)
  })

  it('what integration decided on opens nothing else: its merged head is no pull request that main takes', async () => {
    const main = await refsOf(shop.bare, 'refs/heads/main')
    const replay = { head: 'promote/integration/labels', base: 'main', title: 'Once more' }
    const { number } = (await shop.call('ada', 'POST', '/pulls', replay)).body as { number: number }
    const { status, body } = await shop.call('ada', 'PUT', `/pulls/${number}/merge`, {})
    const message = expect.stringContaining('Required status check "stagecoach/gate/production" is expected.') as string
    expect({ status, body }).toMatchObject({ status: 405, body: { message } })
    await api('ada', 'PATCH', `/pulls/${number}`, { state: 'closed' })
    expect(await refsOf(shop.bare, 'refs/heads/main')).toEqual(main)
  })

  it('a person starts the way to production, where it waits for an approval', async () => {
    const inputs = { environment: 'production', package: 'labels' }
    const start = { ref: 'main', inputs }
    const runs = await runsOf(() => api('ada', 'POST', '/actions/workflows/stagecoach-promote.yml/dispatches', start))
    expect(working(runs), said(runs)).toEqual([
      'promote by workflow_dispatch of ada: success',
      'gate by workflow_dispatch of stagecoach[bot]: success',
    ])
    expect((await packagesOf(shop.bare, 'main')).has('labels')).toBe(false)
  })

  it('nobody goes around it: not with a status of their own, not by merging, not by writing the ledger', async () => {
    const [pull] = await openPulls()
    const status = { state: 'success', context: 'stagecoach/gate/production' }
    await api('grace', 'POST', `/statuses/${pull?.head.sha ?? ''}`, status)
    await shop.simulator.settle()
    expect((await shop.call('grace', 'PUT', `/pulls/${pull?.number ?? 0}/merge`, {})).status).toBe(405)
    expect((await shop.call('maya', 'PUT', `/pulls/${pull?.number ?? 0}/merge`, {})).status).toBe(405)
    for (const branch of ['stagecoach/ledger', 'env/integration', 'main'])
      await expect(shop.push('ada', branch, branch, new Map([['x.txt', 'x\n']]))).rejects.toThrow('GH006')
  })

  it('a person pushes to a promotion branch: a job without key wakes its promotion, and what the App pushes there wakes nothing', async () => {
    const branch = 'promote/production/labels'
    // What people add there is kept and said; an empty commit adds nothing.
    const runs = await runsOf(() => shop.push('maya', branch, branch, new Map()))
    expect(working(runs), said(runs)).toEqual([
      'promote by push of maya: success',
      'promote by workflow_dispatch of github-actions[bot]: success',
      'gate by workflow_dispatch of stagecoach[bot]: success',
    ])
  })

  it('the record names who pushed, not the bot that was woken by it: four eyes bars them', async () => {
    const records = (await ledgerRecords(shop.bare)).filter((record) => nameOf(record) === 'labels')
    const people = (kind: string, environment?: string): string[] =>
      records.filter((each) => each.kind === kind && each.environment === environment).map(({ by }) => by.login)
    expect(people('built')).toEqual(['ada'])
    expect(people('promotion', 'production')).toEqual(['ada', 'maya'])
  })

  it('a person approves, a service reports: each time a job without key wakes the gate, which merges in the end', async () => {
    const [pull] = await openPulls()
    const review = { event: 'APPROVE' }
    const approved = await runsOf(() => api('grace', 'POST', `/pulls/${pull?.number ?? 0}/reviews`, review))
    expect(working(approved), said(approved)).toEqual([
      'gate by pull_request_review of grace: success',
      'gate by workflow_dispatch of github-actions[bot]: success',
    ])
    const status = { state: 'success', context: 'external' }
    const reported = await runsOf(() => api('grace', 'POST', `/statuses/${pull?.head.sha ?? ''}`, status))
    expect(working(reported), said(reported)).toEqual([
      'gate by status of grace: success',
      'gate by workflow_dispatch of github-actions[bot]: success',
      'deploy by workflow_dispatch of stagecoach[bot]: success',
    ])
    expect((await packagesOf(shop.bare, 'main')).has('labels')).toBe(true)
    expect(await shop.sql('production', 'select count(*)::int as rows from public.label')).toEqual([{ rows: 3 }])
    expect(await verified('production')).toBe(true)
  })

  const path = '.github/workflows/hello.yml'
  it('a person gives a promotion another base while the gate merges it: GitHub refuses, and the gate says so', async () => {
    const files = new Map([
      ['db/migrations/hello/package.yml', 'requires: []\n'],
      [path, 'on: workflow_dispatch\npermissions: {}\njobs: { hello: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }\n'],
    ])
    await runsOf(() => shop.push('ada', 'feature/hello', 'main', files))
    const [pull] = await openPulls()
    const at = `/pulls/${pull?.number ?? 0}`
    const main = await refsOf(shop.bare, 'refs/heads/main')
    const call = (): Promise<void> => api('ada', 'PATCH', at, { base: 'main' })
    const merge = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge'
    const disarm = shop.simulator.faults.add({ on: merge, when: 'before', action: { do: 'call', call } })
    const runs = await runsOf(() => api('maya', 'POST', `${at}/reviews`, { event: 'APPROVE' }))
    expect(disarm()).toBe(1)
    expect(said(runs)).toContain('asks for main now, and not for env/integration: somebody changed its base.')
    expect(await refsOf(shop.bare, 'refs/heads/main')).toEqual(main)
    await api('ada', 'PATCH', at, { base: 'env/integration' })
  })

  it('a feature that changes a workflow file is carried, too, once somebody who governs approved it', async () => {
    expect(await pathsOf(shop.bare, 'env/integration', '.github/workflows')).not.toContain(path)
    const inputs = { environment: 'integration', package: 'hello' }
    const start = { ref: 'main', inputs }
    const runs = await runsOf(() => api('ada', 'POST', '/actions/workflows/stagecoach-gate.yml/dispatches', start))
    expect(working(runs).at(-1), said(runs)).toBe('deploy by workflow_dispatch of stagecoach[bot]: success')
    expect(await pathsOf(shop.bare, 'env/integration', '.github/workflows')).toContain(path)
  })

  it('everything was written by the App: jobs with GITHUB_TOKEN started workflows and wrote nothing', () => {
    const own = shop.simulator.journal.entries.filter(({ route }) => !['setup', 'runner', 'clock'].includes(route))
    const byJobs = own.filter(({ who }) => who.kind === 'job')
    expect(byJobs.map(({ subject }) => subject)).toEqual(byJobs.map(() => 'event workflow_dispatch'))
    const written = (subject: RegExp): string[] => [
      ...new Set(own.filter((entry) => subject.test(entry.subject)).map(({ who }) => who.login)),
    ]
    for (const ours of [/^ref refs\/heads\/stagecoach\/ledger/, /^ref refs\/tags\//, /^comment /, /^deployment /])
      expect(written(ours), String(ours)).toEqual(['stagecoach[bot]'])
    const merged = own.filter(
      ({ subject, before }) => /^ref refs\/heads\/(env\/integration|main)$/.test(subject) && before !== undefined,
    )
    expect(merged.map(({ who }) => who.login)).toEqual(['stagecoach[bot]', 'stagecoach[bot]', 'stagecoach[bot]'])
    // Grace's forged one is in there, too, and counted for nothing.
    expect(written(/^status .* stagecoach\/gate\//).sort()).toEqual(['grace', 'stagecoach[bot]'])
  })

  it('the key is shown to no log, and no job of a branch gets it, whatever workflow the branch brings', async () => {
    const loot = (name: string): string => join(shop.directory, `loot-${name}`)
    const take = (name: string, environment: string): string =>
      `  ${name}:\n    runs-on: ubuntu-latest\n${environment}    steps:\n      - run: printf '[%s]' "$KEY" > ${loot(name)}\n        env: { KEY: '\${{ secrets.STAGECOACH_APP_KEY }}' }\n`
    const asked = ['stagecoach', 'integration', 'production'].map((name) => take(name, `    environment: ${name}\n`))
    const text = `on: { push: {}, workflow_dispatch: { inputs: { feature: { type: string } } } }\njobs:\n${take('plain', '')}${asked.join('')}`
    const path = '.github/workflows/stagecoach-build.yml'
    const byPush = await runsOf(() => shop.push('ada', 'feature/thief', 'main', new Map([[path, text]])))
    const start = { ref: 'feature/thief' }
    const byDispatch = await runsOf(() => api('ada', 'POST', '/actions/workflows/stagecoach-build.yml/dispatches', start))
    for (const runs of [byPush, byDispatch]) {
      const jobs = runs.flatMap((run) => run.jobs)
      expect(
        jobs.map(({ key, conclusion, steps }) => `${key} ${conclusion ?? ''}${steps.length === 0 ? ', not begun' : ''}`),
      ).toEqual([
        'plain success',
        'stagecoach failure, not begun',
        'integration failure, not begun',
        'production failure, not begun',
      ])
      expect(jobs[1]?.log).toContain('Branch "feature/thief" is not allowed to deploy to stagecoach')
    }
    expect(readFileSync(loot('plain'), 'utf8')).toBe('[]')
    expect(['stagecoach', 'integration', 'production'].filter((name) => existsSync(loot(name)))).toEqual([])
    expect(shop.simulator.runs.filter(({ log }) => log.includes(app.key))).toEqual([])
    expect(await refsOf(shop.bare, 'refs/tags/package/thief')).toEqual([])
  })

  it("a writer's job that asks in another's name is believed for nobody, and its writer opens no gate alone", async () => {
    await runsOf(() => shop.push('ada', surcharge.branch, 'main', surcharge.files))
    const ofAda = shop.simulator.runs.findLast(({ event }) => event.name === 'push' && event.actor === 'ada')?.id ?? 0
    const inputs = { environment: 'production', package: 'surcharge', 'woken-by': String(ofAda) }
    const files = new Map([['.github/workflows/ask.yml', asking('stagecoach-promote.yml', inputs)]])
    await runsOf(() => shop.push('grace', 'tools/ask', 'main', files))
    const pull = (await openPulls()).at(-1)
    await runsOf(() => api('grace', 'POST', `/pulls/${pull?.number ?? 0}/reviews`, { event: 'APPROVE' }))
    const recorded = async () => (await ledgerRecords(shop.bare)).filter((each) => nameOf(each) === 'surcharge')
    const decided = async () => JSON.stringify((await recorded()).findLast((each) => each.kind === 'decision'))
    const promotion = (await recorded()).findLast((each) => each.kind === 'promotion' && each.environment === 'production')
    expect(promotion?.by).toMatchObject({ login: 'github-actions[bot]', unknown: true })
    expect(await decided()).toContain('1 of 2 approvals: @grace.')
    expect(await decided()).toContain('Nobody knows who requested the promotion')
    const start = { ref: 'main', inputs: { environment: 'production', package: 'surcharge' } }
    await runsOf(() => api('maya', 'POST', '/actions/workflows/stagecoach-promote.yml/dispatches', start))
    expect(await decided()).toContain('1 of 1 approvals: @grace.')
  })
})
