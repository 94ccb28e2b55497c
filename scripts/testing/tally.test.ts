import { expect, test } from 'vitest'
import { addTallies, formatTally, readVitestReport } from './tally.ts'

const report = (testResults: { status: string; assertionResults: { status: string }[] }[]): string =>
  JSON.stringify({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults })

test('counts what passed, failed and was skipped', () => {
  expect(readVitestReport(report([{ status: 'failed', assertionResults: [{ status: 'failed' }] }]))).toEqual({
    passed: 7,
    failed: 1,
    skipped: 3,
  })
})

test('counts a file that could not be loaded as a failure', () => {
  expect(readVitestReport(report([{ status: 'failed', assertionResults: [] }])).failed).toBe(2)
})

test('counts a file whose set-up failed as a failure, though its tests only count as skipped', () => {
  expect(readVitestReport(report([{ status: 'failed', assertionResults: [{ status: 'skipped' }] }])).failed).toBe(2)
})

test('ends with one line that sums all runs', () => {
  const sum = addTallies({ passed: 3, failed: 0, skipped: 1 }, { passed: 4, failed: 1, skipped: 0 })
  expect(formatTally(sum)).toBe('7 passed, 1 failed, 1 skipped')
})
