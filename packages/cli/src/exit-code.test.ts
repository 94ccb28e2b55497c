import { StagecoachError } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { cliOutcomes, type CliOutcome } from './answer.ts'
import { exitCodeOf, exitCodeOfError } from './exit-code.ts'

const done: CliOutcome[] = [
  'built',
  'released',
  'opened',
  'refreshed',
  'started',
  'unchanged',
  'merged',
  'recorded',
  'deployed',
  'swept',
  'planned',
  'shown',
  'written',
  'resolved',
  'adopted',
]
const waiting: CliOutcome[] = ['blocked', 'pending', 'conflict', 'resolving']

test('gives every outcome a code', () => {
  for (const outcome of Object.keys(cliOutcomes) as CliOutcome[]) {
    const expected = done.includes(outcome) ? 0 : waiting.includes(outcome) ? 3 : 1
    expect([outcome, exitCodeOf({ result: { schema: 1, outcome, reason: 'done', message: '' } })]).toEqual([outcome, expected])
  }
})

test('says 3 for a plan that would end in a conflict', () => {
  expect(exitCodeOf({ result: { schema: 1, outcome: 'planned', reason: 'text-conflict', message: '' } })).toBe(3)
})

test('lets a verb say what the outcome means to it', () => {
  expect(exitCodeOf({ result: { schema: 1, outcome: 'rolled-back', reason: 'done', message: '' }, exitCode: 0 })).toBe(0)
})

test.each([
  [new StagecoachError('config-invalid', ''), 2],
  [new StagecoachError('token-missing', ''), 2],
  [new StagecoachError('token-refused', ''), 2],
  [new StagecoachError('not-found', ''), 2],
  [new StagecoachError('feature-missing', ''), 2],
  [new StagecoachError('version-invalid', ''), 2],
  [new StagecoachError('state-missing', ''), 2],
  [new StagecoachError('rollback-refused', ''), 3],
  [new StagecoachError('history-rewritten', ''), 3],
  [new StagecoachError('ledger-broken', ''), 1],
  [new Error('boom'), 1],
])('%o ends with %i', (error, code) => {
  expect(exitCodeOfError(error)).toBe(code)
})
