import { expect, it } from 'vitest'
import { configOf } from './config-of.ts'

const step = (config: string): string => `    steps:
      - uses: actions/checkout@v5
        with:
          config: other.yml
      - uses: acme/stagecoach/actions/gate-approval@v1
        with:
          config: ${config}
`

it.each([
  ["'ops/sc.yml'", 'ops/sc.yml'],
  ['ops/sc.yml # ours', 'ops/sc.yml'],
  ['"ops/o\'clock.yml"', "ops/o'clock.yml"],
  ['${{ vars.CONFIG }}', undefined],
  ['[', undefined],
])('reads config: %s', (written, path) => {
  expect(configOf({ absent: undefined, gate: step(written) })).toBe(path)
})

it('knows no place where no step of ours names one', () => {
  expect(configOf({ gate: step("'ops/sc.yml'").replace('acme/stagecoach/actions/gate-approval', 'acme/lint') })).toBeUndefined()
})
