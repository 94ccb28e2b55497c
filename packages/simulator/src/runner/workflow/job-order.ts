import type { Job } from './workflow.ts'

/** Faults in `needs`: an unknown job, or a circle. */
export function jobOrderProblems(jobs: readonly Job[]): string[] {
  const keys = new Set(jobs.map((job) => job.key))
  const unknown = jobs.flatMap((job) =>
    job.needs.filter((need) => !keys.has(need)).map((need) => `job "${job.key}" needs "${need}", which does not exist`),
  )
  if (unknown.length > 0) return unknown
  return jobs.filter((job) => ancestorsOf(job, jobs).has(job.key)).map((job) => `job "${job.key}" needs itself in a circle`)
}

/** All jobs that a job needs, directly or through others. */
export function ancestorsOf(job: Pick<Job, 'needs'>, jobs: readonly Job[]): Set<string> {
  const found = new Set<string>()
  const visit = (needs: readonly string[]): void => {
    for (const key of needs) {
      if (found.has(key)) continue
      found.add(key)
      visit(jobs.find((job) => job.key === key)?.needs ?? [])
    }
  }
  visit(job.needs)
  return found
}
