import { expect, onTestFinished, test } from 'vitest'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSteps } from './testing/run-steps.ts'

const checkout = '- uses: actions/checkout@v7'

test('a composite action: inputs, env, outputs, its own status, nested actions', async () => {
  using outcome = await runSteps(
    `
      ${checkout}
      - { id: c, uses: ./act/outer, with: { who: mira }, env: { FROM_STEP: s } }
      - run: 'echo "got \${{ steps.c.outputs.line }} and $LEFT"'
      - { id: f, uses: ./act/failing, continue-on-error: true }
      - run: 'echo "failing: \${{ steps.f.outcome }} \${{ steps.f.outputs.seen }}"'`,
    'env: { FROM_JOB: j }',
    {
      'act/outer/action.yml': `
name: outer
inputs: { who: { required: true }, greeting: { default: 'hello \${{ github.actor }}' } }
outputs: { line: { value: '\${{ steps.inner.outputs.line }}' } }
runs:
  using: composite
  steps:
    - { run: 'echo "LEFT=behind" >> "$GITHUB_ENV"', shell: bash }
    - { id: inner, uses: ./act/inner, with: { text: '\${{ inputs.greeting }} to \${{ inputs.who }}' } }
    - { run: 'test -f "$GITHUB_ACTION_PATH/action.yml" && echo "in \${GITHUB_ACTION_PATH##*/} [$LEFT $FROM_JOB $FROM_STEP]"', shell: bash }
    - { run: 'echo "INPUT_WHO=[$INPUT_WHO]"', shell: bash }`,
      'act/inner/action.yml': `
name: inner
inputs: { text: {} }
outputs: { line: { value: '\${{ steps.s.outputs.line }}!' } }
runs:
  using: composite
  steps: [ { id: s, run: 'echo "line=\${{ inputs.text }}" >> "$GITHUB_OUTPUT"', shell: bash } ]`,
      'act/failing/action.yml': `
name: failing
outputs: { seen: { value: '\${{ steps.after.outputs.seen }}' } }
runs:
  using: composite
  steps:
    - { run: exit 1, shell: bash }
    - { run: echo never reached, shell: bash }
    - { id: after, if: failure(), run: 'echo seen=yes >> "$GITHUB_OUTPUT"', shell: bash }`,
    },
  )
  expect(outcome.log).toContain('got hello mira to mira! and behind')
  expect(outcome.log).toContain('in outer [behind j s]')
  expect(outcome.log).toContain('INPUT_WHO=[]')
  expect(outcome.log).toContain('failing: failure yes')
  expect(outcome.log).not.toContain('never reached')
})

const tools = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'actions-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const file = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const step = (name: string): string => `
    import { appendFileSync } from 'node:fs'
    console.log('${name}', process.env.INPUT_LABEL, JSON.stringify(Object.keys(process.env).filter((key) => key.startsWith('STATE_')).map((key) => key + '=' + process.env[key])))
    appendFileSync(process.env.GITHUB_STATE, '${name}=1\\n')
    if (process.env.INPUT_FAIL === '${name}') process.exit(2)`
  file(
    'acts/phases/action.yml',
    `name: phases
inputs: { label: { default: L }, fail: {} }
runs: { using: node24, pre: pre.mjs, main: main.mjs, post: post.mjs }`,
  )
  for (const name of ['pre', 'main', 'post']) file(`acts/phases/${name}.mjs`, step(name))
  file('acts/tidy/action.yml', 'name: tidy\nruns: { using: node20, main: m.mjs, post: p.mjs, post-if: success() }')
  file('acts/tidy/m.mjs', 'console.log("main of tidy", process.env.GITHUB_ACTION_REPOSITORY, process.env.GITHUB_ACTION_REF)')
  file('acts/tidy/p.mjs', 'console.log("tidied up")')
  return root
}

test('an action of another repository: pre first, posts backwards, state handed on', async () => {
  using outcome = await runSteps(
    `
      - { uses: Acme/Tools/acts/phases@v1, with: { label: one } }
      - uses: acme/tools/acts/tidy@v1`,
    '',
    {},
    { actions: { 'acme/tools': tools() } },
  )
  const { log, record } = outcome
  expect(record.steps.map((step) => step.name)).toEqual([
    'Set up job', 'Pre Run Acme/Tools/acts/phases@v1', 'Run Acme/Tools/acts/phases@v1', 'Run acme/tools/acts/tidy@v1',
    'Post Run acme/tools/acts/tidy@v1', 'Post Run Acme/Tools/acts/phases@v1',
  ]) // prettier-ignore
  expect(log).toContain('pre one []')
  expect(log).toContain('main one ["STATE_pre=1"]')
  expect(log).toContain('post one ["STATE_pre=1","STATE_main=1"]')
  expect(log).toContain('main of tidy acme/tools v1')
  expect(log.indexOf('tidied up')).toBeLessThan(log.indexOf('post one'))
})

test.each([
  ['main', 'failure', { post: true, tidied: false, next: false }],
  ['pre', 'failure', { post: true, tidied: false, next: false }],
  ['post', 'failure', { post: true, tidied: true, next: true }],
])('when %s fails the job fails, and post still runs', async (phase, conclusion, expected) => {
  using outcome = await runSteps(
    `
      - uses: acme/tools/acts/tidy@v1
      - { uses: acme/tools/acts/phases@v1, with: { fail: ${phase} } }
      - run: echo next step`,
    '',
    {},
    { actions: { 'acme/tools': tools() } },
  )
  const { log, run } = outcome
  expect(run.conclusion).toBe(conclusion)
  // Registered by its pre, this post is the first in the stack and so the last to run.
  expect({ post: log.includes('post L'), tidied: log.includes('tidied up'), next: log.includes('\nnext step') }).toEqual(expected)
})

test('the stand-in of checkout: depth, ref, path, credentials kept for the job and gone after', async () => {
  using outcome = await runSteps(
    `
      ${checkout}
      - run: 'echo "depth $(git rev-list --count HEAD) on $(git branch --show-current) kept $(git config --local --get-regexp extraheader | wc -l)"'
      - { uses: actions/checkout@v7, with: { path: all, fetch-depth: 0, persist-credentials: false, ref: main } }
      - run: 'cd all && echo "all $(git rev-list --count HEAD) kept $(git config --local --get-regexp extraheader | wc -l)"'
      - { uses: actions/checkout@v7, with: { ref: no-such-branch, fetch-depth: 0 }, continue-on-error: true }
      - { uses: actions/checkout@v7, with: { path: ../outside }, continue-on-error: true }`,
    '',
    { 'a.txt': 'a' },
  )
  expect(outcome.log).toContain('depth 1 on main kept 1')
  expect(outcome.log).toContain('all 1 kept 0')
  expect(outcome.log).toContain("A branch or tag with the name 'no-such-branch' could not be found")
  expect(outcome.log).toContain('is not under')
})

test('artifacts go from one job to another, and only within the run', async () => {
  using outcome = await runSteps(`
      - run: mkdir -p dist/js dist/.hidden && echo 1 > dist/js/a.js && echo 2 > dist/b.txt && echo 3 > dist/.hidden/c
      - { uses: actions/upload-artifact@v4, with: { name: release, path: dist } }
      - { uses: actions/upload-artifact@v4, with: { name: release, path: dist }, continue-on-error: true }
      - { uses: actions/upload-artifact@v4, with: { name: scripts, path: "dist/**/*.js" } }
      - { uses: actions/upload-artifact@v4, with: { name: none, path: missing, if-no-files-found: error }, continue-on-error: true }
      - { uses: actions/download-artifact@v4, with: { name: release, path: got } }
      - { uses: actions/download-artifact@v4, with: { path: every } }
      - { uses: actions/download-artifact@v4, with: { name: other }, continue-on-error: true }
      - run: find got every -type f | sort`)
  expect(outcome.log).toContain('every/release/b.txt\nevery/release/js/a.js\nevery/scripts/js/a.js\ngot/b.txt\ngot/js/a.js\n')
  expect(outcome.log).toContain('an artifact with this name already exists')
  expect(outcome.log).toContain('No files were found with the provided path: missing')
  expect(outcome.log).toContain('Artifact not found for name: other')
})

test('an App token comes from the option, masked, and without it the step says so', async () => {
  const steps = `
      - { id: app, uses: actions/create-github-app-token@v2, with: { app-id: 7, private-key: k, permission-contents: write } }
      - run: 'echo "token \${{ steps.app.outputs.token }} of \${#T} for \${{ steps.app.outputs.app-slug }}"'
        env: { T: '\${{ steps.app.outputs.token }}' }`
  using given = await runSteps(
    steps,
    '',
    {},
    {
      appToken: ({ appId, permissions }) => ({
        slug: 'stagecoach',
        token: `ghs_app_${appId}_${Object.entries(permissions).join()}`,
      }),
    },
  )
  expect(given.log).toContain('token *** of 24 for stagecoach')
  using refused = await runSteps(steps, '', {}, { appToken: () => ({ refused: 'That is not its key.' }) })
  expect(refused.log).toContain('That is not its key.')
  using missing = await runSteps(steps)
  expect(missing.log).toContain('give createRunner the option "appToken"')
})

test('a wrapper in front of git, given by the environment, sees every git of checkout and steps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wrapper-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$1" >> ${folder}/calls\nPATH=\${PATH#*:} exec git "$@"\n`, { mode: 0o755 })
  const environment = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, EXTRA: 'given' }
  using outcome = await runSteps(`${checkout}\n      - run: git status && echo "extra $EXTRA"`, '', {}, { environment })
  expect(outcome.log).toContain('extra given')
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n')
  expect(calls).toEqual(expect.arrayContaining(['init', 'checkout', 'status']))
})
