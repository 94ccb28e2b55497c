import { expect, test } from 'vitest'
import { conclusions, jobOf, scene } from './testing/scene.ts'

const WORKFLOW = `
name: Build
on: push
permissions: { contents: read, statuses: write }
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { greeting: "\${{ steps.hello.outputs.greeting }}" }
    steps:
      - uses: actions/checkout@v7
      - id: hello
        uses: ./act/hello
        with: { who to greet: "\${{ github.actor }}", some-list: "a\\nb" }
      - run: echo "said \${{ steps.hello.outputs.greeting }}; $FROM_ACTION"
  after:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: echo "needs \${{ needs.build.outputs.greeting }} \${{ needs.build.result }}"
`

const ACTION = `
name: Hello
inputs:
  who to greet: { required: true }
  some-list: {}
  token: { default: "\${{ github.token }}" }
runs: { using: node24, main: main.mjs, post: post.mjs }
`

const MAIN = `
import { appendFileSync } from 'node:fs'
const who = process.env['INPUT_WHO_TO_GREET']
appendFileSync(process.env.GITHUB_OUTPUT, 'greeting<<X1\\nhello ' + who + '\\nX1\\n')
appendFileSync(process.env.GITHUB_ENV, 'FROM_ACTION=yes\\n')
appendFileSync(process.env.GITHUB_STATE, 'opened=door\\n')
console.log('list', JSON.stringify(process.env['INPUT_SOME-LIST']))
console.log('token', process.env.INPUT_TOKEN, 'GITHUB_TOKEN', process.env.GITHUB_TOKEN)
console.log('sha', process.env.GITHUB_SHA, process.env.GITHUB_REPOSITORY, process.env.GITHUB_REF_NAME, process.env.CI)
`

test('a push runs a local node action whose output reaches the next job', async () => {
  using stage = scene()
  const [run] = await stage.push({
    '.github/workflows/build.yml': WORKFLOW,
    'act/hello/action.yml': ACTION,
    'act/hello/main.mjs': MAIN,
    'act/hello/post.mjs': 'console.log("closing the", process.env.STATE_opened)',
  })
  if (run === undefined) throw new Error('no run')
  const build = jobOf(run, 'build')
  expect(run.conclusion, build.log).toBe('success')
  expect(conclusions(run)).toEqual({ build: 'success', after: 'success' })
  expect(build.log).toContain('said hello mira; yes')
  expect(build.log).toContain('list "a\\nb"')
  expect(build.log).toContain('token *** GITHUB_TOKEN undefined')
  expect(build.log).toContain(`sha ${run.headSha} acme/shop main true`)
  expect(build.log).toContain('closing the door')
  expect(jobOf(run, 'after').log).toContain('needs hello mira success')
  expect(build.steps.map((step) => step.name)).toEqual([
    'Set up job', 'Run actions/checkout@v7', 'Run ./act/hello', 'Run echo "said hello mira; $FROM_ACTION"', 'Post Run ./act/hello',
    'Post Run actions/checkout@v7',
  ]) // prettier-ignore
  expect([...stage.host.tokens.values()]).toEqual(['revoked', 'revoked'])
})
