import { expect, test } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conclusions, jobOf, scene } from './testing/scene.ts'
import type { Scene } from './testing/scene.ts'
import type { WorkflowRun } from '../runs.ts'

/** Starts a push without waiting for its end; answers when `file` has been written by a step. */
async function started(stage: Scene, text: string, file: string): Promise<{ run: WorkflowRun; done: Promise<void> }> {
  const sha = stage.commit({ '.github/workflows/w.yml': text })
  const done = stage.runner.handle(stage.event({ sha }))
  await until(() => existsSync(file))
  const run = stage.host.runs.at(-1)
  if (run === undefined) throw new Error('no run')
  return { run, done }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 500) throw new Error('waited in vain')
    await wait(10)
  }
}

const counting = (folder: string): string => `
on: push
jobs:
  count:
    runs-on: x
    steps:
      - run: 'for n in $(seq 1 600); do echo $n > ${folder}/n; (sleep 0.05); done'
      - { run: 'touch ${folder}/later', if: always() }
  next: { runs-on: x, needs: count, if: always(), steps: [ { run: 'touch ${folder}/next' } ] }
`

test('a killed run stops where it is: no later step, no later job, its token is dead', async () => {
  using stage = scene()
  const { run, done } = await started(stage, counting(stage.root), join(stage.root, 'n'))
  stage.controls.kill(run.id)
  await done
  const last = readFileSync(join(stage.root, 'n'), 'utf8')
  await wait(200)
  expect(readFileSync(join(stage.root, 'n'), 'utf8')).toBe(last)
  expect(existsSync(join(stage.root, 'later'))).toBe(false)
  expect(existsSync(join(stage.root, 'next'))).toBe(false)
  expect(run.conclusion).toBe('failure')
  expect([...stage.host.tokens.values()]).toEqual(['revoked'])
  expect(jobOf(run, 'count').log).toContain('The runner was killed.')
})

test('a paused run stands still with all its children, lets another run in, and goes on', async () => {
  using stage = scene()
  const { run, done } = await started(stage, counting(stage.root), join(stage.root, 'n'))
  stage.controls.pause(run.id)
  await wait(150)
  const seen = readFileSync(join(stage.root, 'n'), 'utf8')
  const [other] = await stage.push({
    '.github/workflows/w.yml': 'on: push\njobs: { a: { runs-on: x, steps: [ { run: "true" } ] } }',
  })
  expect(other?.conclusion).toBe('success')
  expect(readFileSync(join(stage.root, 'n'), 'utf8')).toBe(seen)
  stage.controls.resume(run.id)
  await until(() => readFileSync(join(stage.root, 'n'), 'utf8') !== seen)
  stage.controls.kill(run.id)
  await done
})

test('a cancelled run interrupts its step, runs always() steps and jobs, and ends cancelled', async () => {
  using stage = scene()
  const { run, done } = await started(stage, counting(stage.root), join(stage.root, 'n'))
  await stage.runner.cancel(run)
  await done
  expect(run.conclusion).toBe('cancelled')
  expect(conclusions(run)).toEqual({ count: 'cancelled', next: 'success' })
  expect(existsSync(join(stage.root, 'later'))).toBe(true)
})

test('a step whose condition holds after a cancel too is let finish', async () => {
  using stage = scene()
  const file = join(stage.root, 'begun')
  const text = `on: push\njobs: { a: { runs-on: x, steps: [ { if: always(), run: 'touch ${file}; sleep 0.4; echo tidied up' } ] } }`
  const { run, done } = await started(stage, text, file)
  await stage.runner.cancel(run)
  await done
  expect(run.conclusion).toBe('cancelled')
  expect(jobOf(run, 'a').steps.at(-1)?.conclusion).toBe('success')
  expect(jobOf(run, 'a').log).toContain('\ntidied up')
})

test('a job over its time is cancelled and says so', async () => {
  using stage = scene()
  const [run] = await stage.push({
    '.github/workflows/w.yml': 'on: push\njobs: { a: { runs-on: x, timeout-minutes: 0.005, steps: [ { run: sleep 60 } ] } }',
  })
  expect(run?.conclusion).toBe('cancelled')
  expect(run?.jobs[0]?.log).toContain('exceeded the maximum execution time of 0.005 minutes')
})

test('a newer run takes the waiting place of its concurrency group', async () => {
  using stage = scene({ parallel: 3 })
  const text = counting(stage.root).replace('on: push', 'on: push\nconcurrency: { group: "deploy-${{ github.ref }}" }')
  const { run, done } = await started(stage, text, join(stage.root, 'n'))
  const second = stage.runner.handle(stage.event({ sha: run.headSha }))
  await until(() => stage.host.runs.length === 2)
  const third = stage.runner.handle(stage.event({ sha: run.headSha }))
  await second
  expect(stage.host.runs.map((one) => one.status)).toEqual(['in_progress', 'completed', 'pending'])
  expect(stage.host.runs[1]?.conclusion).toBe('cancelled')
  stage.controls.kill(run.id)
  await done
  await until(() => stage.host.runs[2]?.status === 'in_progress')
  await until(() => stage.host.runs[2]?.jobs[0]?.status === 'in_progress')
  stage.controls.kill(3)
  await third
})

test('without the option, runs go one after another', async () => {
  using stage = scene()
  const slow = 'on: push\njobs: { a: { runs-on: x, steps: [ { run: "date +%s%N; sleep 0.2; date +%s%N" } ] } }'
  const sha = stage.commit({ '.github/workflows/w.yml': slow })
  await Promise.all([1, 2, 3].map(() => stage.runner.handle(stage.event({ sha }))))
  const times = stage.host.runs.flatMap((run) => [...jobOf(run, 'a').log.matchAll(/^\d{19}$/gm)].map((match) => BigInt(match[0])))
  expect(times).toHaveLength(6)
  expect(times).toEqual(times.toSorted((one, other) => (one < other ? -1 : 1)))
})

const FLAKY = `
on: push
jobs:
  ok:
    runs-on: x
    outputs: { made: '\${{ steps.m.outputs.made }}' }
    steps:
      - { id: m, run: 'echo "made=by-\${{ github.run_attempt }}" >> "$GITHUB_OUTPUT"' }
      - run: echo text > f
      - { uses: actions/upload-artifact@v4, with: { name: ok, path: f } }
  flaky:
    needs: ok
    runs-on: x
    steps:
      - { uses: actions/download-artifact@v4, with: { name: ok } }
      - { uses: actions/upload-artifact@v4, with: { name: flaky, path: f } }
      - run: 'echo "\${{ needs.ok.outputs.made }} \${{ github.actor }} \${{ github.triggering_actor }}"; test \${{ github.run_attempt }} -gt 1'
`

test.each([
  [true, 'by-1 mira jo'],
  [false, 'by-2 mira jo'],
])('a re-run (failed jobs only: %s) is the next attempt by whoever asked', async (failedOnly, line) => {
  using stage = scene()
  const [run] = await stage.push({ '.github/workflows/w.yml': FLAKY })
  expect(run?.conclusion).toBe('failure')
  const again = stage.host.nextAttempt(1, 'jo')
  await stage.runner.rerun(again, { failedOnly })
  expect(conclusions(again)).toEqual({ ok: 'success', flaky: 'success' })
  expect(jobOf(again, 'flaky').log).toContain(line)
  expect(stage.controls.record(1).attempt).toBe(2)
  expect(stage.controls.record(1, 1).conclusion).toBe('failure')
})

test('a job environment brings its secrets and makes a deployment with its address', async () => {
  using stage = scene()
  stage.host.secretValues = { URL: 'repository-wide' }
  stage.host.environmentSecrets = { production: { URL: 'postgres-url' } }
  const environment = "environment: { name: production, url: 'https://${{ steps.u.outputs.name }}.example' }"
  const text = `
on: push
jobs:
  deploy:
    runs-on: x
    ${environment}
    steps: [ { id: u, run: 'echo name=shop >> "$GITHUB_OUTPUT"; echo "length \${#U}"', env: { U: '\${{ secrets.URL }}' } } ]
  plain: { runs-on: x, steps: [ { run: 'echo "length \${#U}"', env: { U: '\${{ secrets.URL }}' } } ] }
`
  const [run] = await stage.push({ '.github/workflows/w.yml': text })
  if (run === undefined) throw new Error('no run')
  expect(jobOf(run, 'deploy').log).toContain('length 12')
  expect(jobOf(run, 'plain').log).toContain('length 15')
  expect(stage.host.deployments).toEqual(['production started', '1 success https://shop.example'])
})

test('permissions become exactly those of the token', async () => {
  using stage = scene()
  const step = 'runs-on: x, steps: [ { run: "true" } ]'
  const asked: unknown[] = []
  const issue = stage.host.issueToken.bind(stage.host)
  stage.host.issueToken = (run, job, permissions) => {
    asked.push(permissions)
    return issue(run, job, permissions)
  }
  await stage.push({
    '.github/workflows/a.yml': `on: push\npermissions: {}\njobs: { a: { ${step} }, b: { ${step}, needs: a, permissions: { statuses: write } } }`,
    '.github/workflows/b.yml': `on: push\njobs: { a: { ${step} } }`,
  })
  expect(asked).toEqual([
    { metadata: 'read' },
    { statuses: 'write', metadata: 'read' },
    { contents: 'read', packages: 'read', metadata: 'read' },
  ])
})

test('a dispatch fills inputs with their types, and a wrong one starts no job', async () => {
  using stage = scene()
  const path = '.github/workflows/promote.yml'
  stage.commit({
    [path]: `
name: Promote
run-name: 'Promote \${{ inputs.package }}'
on: { workflow_dispatch: { inputs: { package: { required: true }, dry: { type: boolean, default: false }, to: { type: choice, options: [qa, prod] } } } }
jobs:
  a:
    runs-on: x
    if: \${{ !inputs.dry }}
    steps: [ { run: 'echo "\${{ inputs.package }} \${{ inputs.to }} \${{ github.event.inputs.dry }} $(grep -c dry $GITHUB_EVENT_PATH)"' } ]
`,
  })
  const run = await stage.dispatch(path, { package: 'loyalty' })
  expect(run).toMatchObject({ conclusion: 'success', displayTitle: 'Promote loyalty' })
  expect(jobOf(run, 'a').log).toContain('loyalty qa false 1')
  expect((await stage.dispatch(path, { package: 'x', dry: 'true' })).conclusion).toBe('skipped')
  const wrong = await stage.dispatch(path, { package: 'x', to: 'moon' })
  expect(wrong).toMatchObject({ conclusion: 'failure', jobs: [] })
  expect(wrong.log).toContain("'moon' for input 'to' not in the list")
})

test('schedules of the default branch come due once for a span of time', async () => {
  using stage = scene()
  const jobs = 'jobs: { a: { runs-on: x, steps: [ { run: "true" } ] } }'
  stage.commit({
    '.github/workflows/sweep.yml': `on: { schedule: [ { cron: "*/15 * * * *" }, { cron: "0 4 * * *" } ] }\n${jobs}`,
  })
  const due = await stage.runner.schedule(new Date('2026-11-22T06:01:00Z'), new Date('2026-11-22T07:00:00Z'))
  expect(due).toEqual([{ repository: 'acme/shop', workflowPath: '.github/workflows/sweep.yml', cron: '*/15 * * * *' }])
})
