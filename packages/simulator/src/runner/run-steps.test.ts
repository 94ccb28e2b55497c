import { expect, test } from 'vitest'
import type { RunOutcome } from './testing/run-steps.ts'
import { runSteps } from './testing/run-steps.ts'

interface Case {
  readonly steps: string
  readonly job?: string
  readonly logs?: readonly string[]
  readonly not?: readonly string[]
  readonly conclusions: string
}

const cases: Record<string, Case> = {
  'the unnamed shell does not stop at a broken pipe, bash by name does': {
    steps: `
      - run: false | true
      - { run: 'false | true', shell: bash }`,
    conclusions: 'success failure',
  },
  'sh and a template of its own are shells too': {
    steps: `
      - { run: 'echo "sh: $0" | cut -c1-3', shell: sh }
      - { run: 'echo template $1', shell: 'bash {0} given' }`,
    logs: ['sh:', 'template given'],
    conclusions: 'success success',
  },
  'a shell without {0} is refused': {
    steps: "- { run: 'true', shell: zsh }",
    logs: ['Invalid shell option'],
    conclusions: 'failure',
  },
  'after a failure only always() and failure() run': {
    steps: `
      - run: exit 3
      - run: echo never
      - { run: echo failed, if: failure() }
      - { run: echo always, if: always() }
      - { run: echo cancelled, if: cancelled() }`,
    logs: ['Process completed with exit code 3'],
    conclusions: 'failure skipped success success skipped',
  },
  'continue-on-error: the outcome says failure, the conclusion success': {
    steps: `
      - { id: a, run: exit 1, continue-on-error: true }
      - run: echo "\${{ steps.a.outcome }} \${{ steps.a.conclusion }} \${{ job.status }}"`,
    logs: ['failure success success'],
    conclusions: 'success success',
  },
  'env: workflow, job, step and what steps wrote': {
    job: 'env: { A: job, B: "${{ vars.COLOUR }}", C: job }',
    steps: `
      - run: 'echo "A=$A B=$B C=$C"; echo C=written >> "$GITHUB_ENV"'
      - { run: 'echo "C=$C \${{ env.C }} A=$A"', env: { A: step } }
      - { run: 'echo "A again $A, C $C"', env: { C: '\${{ env.C }}+' } }`,
    logs: ['A=job B=green C=job', 'C=written written A=step', 'A again job, C written+'],
    conclusions: 'success success success',
  },
  'a workflow cannot change GITHUB_ variables, but CI it can': {
    steps: `- { run: 'echo "repo $GITHUB_REPOSITORY ci $CI"', env: { GITHUB_REPOSITORY: other, CI: 'no' } }`,
    logs: ['repo acme/shop ci no'],
    conclusions: 'success',
  },
  'the path grows at its front': {
    steps: `
      - run: mkdir bin && printf '#!/bin/sh\\necho mine' > bin/tool && chmod +x bin/tool && echo "$PWD/bin" >> "$GITHUB_PATH"
      - run: tool`,
    logs: ['mine\n'],
    conclusions: 'success success',
  },
  'a malformed file command fails the step': {
    steps: `- run: echo nonsense >> "$GITHUB_OUTPUT"`,
    logs: ["Unable to process file command 'output' successfully.", "Invalid format 'nonsense'"],
    conclusions: 'failure',
  },
  'nothing of the host gets in': {
    steps: `- run: 'env | cut -d= -f1 | sort | grep -v -e ^GITHUB_ -e ^RUNNER_ | tr "\\n" " "'`,
    logs: ['CI HOME LANG PATH PWD SHLVL _ '],
    conclusions: 'success',
  },
  'the event is in a file, and there is no GITHUB_TOKEN': {
    steps: `- run: 'grep -c refs/heads/main "$GITHUB_EVENT_PATH"; echo "token:\${GITHUB_TOKEN:-none} sha:\${#GITHUB_SHA}"'`,
    logs: ['token:none sha:40'],
    conclusions: 'success',
  },
  'working-directory and defaults': {
    job: 'defaults: { run: { working-directory: sub, shell: sh } }',
    steps: `
      - { run: mkdir -p sub other, working-directory: . }
      - run: basename "$PWD"
      - { run: basename "$PWD", working-directory: other }
      - { run: 'true', working-directory: none }`,
    logs: ['sub\n', 'other\n', 'does not exist'],
    conclusions: 'success success success failure',
  },
  'a step over its time is stopped': {
    steps: `- { run: sleep 60, timeout-minutes: 0.005 }`,
    logs: ['has timed out after 0.005 minutes'],
    conclusions: 'failure',
  },
  'a program that is not there fails its step': {
    steps: `- { run: x, shell: 'no-such-shell {0}' }`,
    logs: ['ENOENT'],
    conclusions: 'failure',
  },
  'a summary that is too large is dropped, and only that': {
    steps: `- run: head -c 1100000 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"`,
    logs: ['supports content up to a size of 1024k'],
    conclusions: 'success',
  },
  'an expression that is wrong fails its step': {
    steps: `- run: echo \${{ nonsense.x }}`,
    logs: ['Unrecognized named-value'],
    conclusions: 'failure',
  },
  'secrets are not allowed in if': {
    steps: `- { run: echo x, if: secrets.PASSWORD != '' }`,
    logs: ['Unrecognized named-value'],
    conclusions: 'failure',
  },
  'an unknown action fails the job before its first step': {
    steps: `
      - run: echo never
      - uses: some/action@v1`,
    logs: ['Unable to resolve action "some/action@v1"'],
    not: ['echo never'],
    conclusions: '',
  },
  'hashFiles and a quiet summary': {
    steps: `
      - run: echo x > lock; echo '# Done' >> "$GITHUB_STEP_SUMMARY"
      - run: echo "hash \${{ hashFiles('lock') }} none[\${{ hashFiles('*.none') }}]"`,
    logs: ['hash af783de711a03d4e', 'none[]'],
    conclusions: 'success success',
  },
}

test.each(Object.entries(cases))('%s', async (_, one) => {
  using outcome: RunOutcome = await runSteps(one.steps, one.job)
  expect(outcome.conclusions, outcome.log).toBe(one.conclusions)
  for (const text of one.logs ?? []) expect(outcome.log).toContain(text)
  for (const text of one.not ?? []) expect(outcome.log).not.toContain(text)
})

test('secrets, also in parts and other forms, are in no log, output or summary', async () => {
  using outcome = await runSteps(`
      - { id: s, run: 'echo "$P"; echo "$P" | base64; printf "%s" "$P" | base64; echo "\${P%x}"; echo "v=$P" >> "$GITHUB_OUTPUT"; echo "$P" >> "$GITHUB_STEP_SUMMARY"', env: { P: '\${{ secrets.PASSWORD }}' } }
      - run: 'echo "\${{ secrets.KEY }}"; echo "\${{ github.token }}"'
      - run: exit 1 # \${{ secrets.PASSWORD }}`)
  const everything =
    outcome.log + JSON.stringify(outcome.record) + outcome.run.jobs.map((job) => job.name + JSON.stringify(job.steps)).join('')
  for (const secret of ['hunter2x', 'LINE-ONE', 'line-two', 'ghs_fake']) expect(everything).not.toContain(secret)
  expect(everything).not.toContain(Buffer.from('hunter2x').toString('base64'))
  expect(outcome.record.steps[1]).toMatchObject({ outputs: { v: '***' }, summary: '***\n' })
})

test('a job output that holds a secret is left out, others stay', async () => {
  using outcome = await runSteps(
    `- { id: s, run: 'echo "leak=x-$P-y" >> "$GITHUB_OUTPUT"; echo "fine=yes" >> "$GITHUB_OUTPUT"', env: { P: '\${{ secrets.PASSWORD }}' } }`,
    "outputs: { leak: '${{ steps.s.outputs.leak }}', fine: '${{ steps.s.outputs.fine }}' }",
  )
  expect(outcome.record.outputs).toEqual({ fine: 'yes' })
  expect(outcome.log).toContain("Skip output 'leak' since it may contain secret.")
})
