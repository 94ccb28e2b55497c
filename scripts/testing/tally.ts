/** How many tests ended how, over one or more runs of vitest. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0 }

export function addTallies(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** `12 passed, 0 failed, 1 skipped`: the last line of a test run, read by people and machines. */
export function formatTally(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/**
 * Reads vitest's JSON report. A file that could not be loaded, or whose set-up failed, has no failed test in it:
 * it counts as one failure.
 */
export function readVitestReport(text: string): Tally {
  const report = JSON.parse(text) as VitestReport
  const failed = report.testResults.filter((file) => file.status === 'failed')
  const broken = failed.filter((file) => !file.assertionResults.some((test) => test.status === 'failed')).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
