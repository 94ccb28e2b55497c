import type { ExpressionFunction } from './evaluate.ts'

export type JobStatus = 'success' | 'failure' | 'cancelled'

/** The four status functions in a step's `if:`, by what the job has come to so far. */
export function statusFunctions(status: JobStatus): Record<string, ExpressionFunction> {
  return {
    success: answer(status === 'success'),
    failure: answer(status === 'failure'),
    cancelled: answer(status === 'cancelled'),
    always: answer(true),
  }
}

/**
 * The same in a job's `if:`: over all ancestors, so that a skipped need makes `success()` false
 * while `failure()` wants a real failure.
 */
export function needsFunctions(results: readonly string[], cancelled: boolean): Record<string, ExpressionFunction> {
  return {
    success: answer(!cancelled && results.every((result) => result === 'success')),
    failure: answer(!cancelled && results.includes('failure')),
    cancelled: answer(cancelled),
    always: answer(true),
  }
}

function answer(value: boolean): ExpressionFunction {
  return { minimum: 0, maximum: 255, call: () => value }
}
