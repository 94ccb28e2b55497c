import type { JobResults } from './run-jobs.ts'
import { ancestorsOf } from './workflow/job-order.ts'
import type { Job } from './workflow/workflow.ts'

/** What a re-run of the failed jobs does not run again: jobs that succeeded and need nothing that did not. */
export function keptResults(before: JobResults, jobs: readonly Job[]): JobResults {
  const succeeded = (key: string): boolean => before.get(key)?.result === 'success'
  const kept = jobs.filter((job) => succeeded(job.key) && [...ancestorsOf(job, jobs)].every(succeeded)).map((job) => job.key)
  return new Map([...before].filter(([key]) => kept.includes(key)))
}
