import { expect, it } from 'vitest'
import { sampleOid } from '../testing/samples.ts'
import { workflows } from '../workflows.ts'
import { isWakeOf } from './push-wake.ts'

const wake = { run: 41, workflow: workflows.build, branch: 'feature/loyalty' }
const push = {
  workflow: '.github/workflows/stagecoach-build.yml',
  event: 'push',
  branch: 'feature/loyalty',
  commit: sampleOid('tip'),
  people: ['ada'],
}

it.each([
  [true, 'the push of the tip', {}],
  [true, 'the push of the tip, with the branch behind the path', { workflow: `${push.workflow}@refs/heads/feature/loyalty` }],
  [false, 'a push to another branch', { branch: 'notes/x' }],
  [false, 'an earlier push to the branch, which somebody else may have moved since', { commit: sampleOid('older') }],
  [false, 'another event', { event: 'workflow_dispatch' }],
  [false, 'another workflow', { workflow: '.github/workflows/ci.yml' }],
])('%s: %s', (expected, _why, change) => {
  expect(isWakeOf({ ...push, ...change }, wake, sampleOid('tip'))).toBe(expected)
})

it('is no wake of a branch that is gone', () => {
  expect(isWakeOf(push, wake, undefined)).toBe(false)
})
