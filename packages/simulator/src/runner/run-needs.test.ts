import { expect, test } from 'vitest'
import { conclusions, jobOf, scene } from './testing/scene.ts'

const head = 'on: push\njobs:\n'
const job = (name: string, run: string, more = ''): string =>
  `  ${name}:\n    runs-on: x\n${more}    steps: [ { run: ${JSON.stringify(run)} } ]\n`
const needs = (keys: string, condition?: string): string =>
  `    needs: [${keys}]\n${condition === undefined ? '' : `    if: ${condition}\n`}`

const graphs: [string, string, Record<string, string>, string][] = [
  [
    'a failure skips what needs it, and always() runs',
    job('a', 'false') + job('b', 'true', needs('a')) + job('c', 'true', needs('a', 'always()')) + job('d', 'true', needs('a', 'failure()')),
    { a: 'failure', b: 'skipped', c: 'success', d: 'success' },
    'failure',
  ],
  [
    'a skipped ancestor skips the whole chain, even behind a job that ran',
    job('a', 'true', '    if: false\n') + job('b', 'true', needs('a', 'always()')) + job('c', 'true', needs('b')) + job('d', 'true', needs('a')),
    { a: 'skipped', b: 'success', c: 'skipped', d: 'skipped' },
    'success',
  ],
  [
    'a condition on results runs behind a skip with !cancelled()',
    job('a', 'true', '    if: false\n') + job('b', 'true', needs('a', `"!cancelled() && needs.a.result == 'skipped'"`)),
    { a: 'skipped', b: 'success' },
    'success',
  ],
  ['all skipped', job('a', 'true', '    if: false\n'), { a: 'skipped' }, 'skipped'],
  [
    'a tolerated failure lets others run and the run succeed',
    job('a', 'false', '    continue-on-error: true\n') + job('b', 'true', needs('a')),
    { a: 'failure', b: 'success' },
    'success',
  ],
  [
    'a broken output or env fails its job',
    job('a', 'true', '    outputs: { o: "${{ nonsense.x }}" }\n') + job('b', 'true', '    env: { E: "${{ fromJSON(0,1) }}" }\n'),
    { a: 'failure', b: 'failure' },
    'failure',
  ],
  [
    'a broken condition fails its job',
    job('a', 'true', '    if: nonsense.x\n') + job('b', 'true'),
    { a: 'failure', b: 'success' },
    'failure',
  ],
] // prettier-ignore

test.each(graphs)('%s', async (_, jobs, expected, conclusion) => {
  using stage = scene()
  const [run] = await stage.push({ '.github/workflows/w.yml': head + jobs })
  expect(conclusions(run ?? never())).toEqual(expected)
  expect(run?.conclusion).toBe(conclusion)
})

test('a matrix made by an earlier job runs each combination and gives outputs on', async () => {
  using stage = scene()
  const [run] = await stage.push({
    '.github/workflows/w.yml': `
on: push
jobs:
  plan:
    runs-on: x
    outputs: { list: '\${{ steps.p.outputs.list }}' }
    steps: [ { id: p, run: 'echo list=[1,2,3] >> "$GITHUB_OUTPUT"' } ]
  each:
    needs: plan
    runs-on: x
    strategy: { fail-fast: false, matrix: { n: '\${{ fromJSON(needs.plan.outputs.list) }}', include: [ { n: 2, extra: two } ] } }
    outputs: { one: '\${{ steps.s.outputs.one }}', two: '\${{ steps.s.outputs.two }}' }
    steps:
      - { id: s, run: 'echo "\${{ matrix.n == 1 && ''one'' || ''two'' }}=\${{ matrix.n }}\${{ matrix.extra }}" >> "$GITHUB_OUTPUT"' }
      - run: test \${{ matrix.n }} != 3
  end:
    needs: each
    if: always()
    runs-on: x
    steps: [ { run: 'echo "\${{ needs.each.result }} \${{ needs.each.outputs.one }}"' } ]
`,
  })
  expect(conclusions(run ?? never())).toEqual({
    plan: 'success', 'each (1)': 'success', 'each (2, two)': 'success', 'each (3)': 'failure', end: 'success',
  }) // prettier-ignore
  expect(jobOf(run ?? never(), 'end').log).toContain('failure 1\n')
})

test('fail-fast cancels the rest of a matrix', async () => {
  using stage = scene()
  const [run] = await stage.push({
    '.github/workflows/w.yml': `
on: push
jobs:
  each:
    runs-on: x
    strategy: { matrix: { n: [0, 60, 61] } }
    steps: [ { run: 'if [ \${{ matrix.n }} = 0 ]; then exit 1; fi; sleep \${{ matrix.n }}' } ]
`,
  })
  expect(conclusions(run ?? never())).toEqual({ 'each (0)': 'failure', 'each (60)': 'cancelled', 'each (61)': 'cancelled' })
})

test('a broken workflow file is a failed run at a push, with the reason', async () => {
  using stage = scene()
  const [run] = await stage.push({ '.github/workflows/w.yml': 'on: push\njobs: {}' })
  expect(run).toMatchObject({ conclusion: 'failure' })
  expect(run?.log).toContain('"jobs" is missing or empty')
})

function never(): never {
  throw new Error('no run was started')
}
