import type { Conclusion, RunStatus } from '../runs.ts'

export type StatusState = 'error' | 'failure' | 'pending' | 'success'

export interface CommitStatus {
  readonly id: number
  readonly sha: string
  readonly context: string
  readonly state: StatusState
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
  /** Slug of the App whose token set it; a person's has none. */
  readonly app: string | undefined
  readonly createdAt: string
}

export interface CheckRun {
  readonly id: number
  readonly name: string
  readonly headSha: string
  /** Slug of the App. */
  readonly app: string
  readonly suiteId: number
  /** Job whose check run this is. */
  readonly jobId: number | undefined
  status: RunStatus
  conclusion: Conclusion | 'stale' | null
  startedAt: string
  completedAt: string | null
  detailsUrl: string
  externalId: string
  title: string | null
  summary: string | null
  text: string | null
}

/** GitHub takes no more than 1000 statuses of one commit and context. */
export function isFull(statuses: readonly CommitStatus[], sha: string, context: string): boolean {
  return statuses.filter((status) => status.sha === sha && status.context === context).length >= 1000
}

/** Newest status of each context on a commit, the newest first. */
export function latestStatuses(statuses: readonly CommitStatus[], sha: string): readonly CommitStatus[] {
  const latest = new Map<string, CommitStatus>()
  for (const status of statuses) if (status.sha === sha) latest.set(status.context, status)
  return [...latest.values()].sort((one, other) => other.id - one.id)
}

/** Newest check run of each name and App on a commit. */
export function latestCheckRuns(checkRuns: readonly CheckRun[], sha: string): readonly CheckRun[] {
  const latest = new Map<string, CheckRun>()
  for (const check of checkRuns) if (check.headSha === sha) latest.set(`${check.app}\0${check.name}`, check)
  return [...latest.values()].sort((one, other) => other.id - one.id)
}

/** failure if any failed, else pending if any is pending or there is none, else success. */
export function combinedState(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure'
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success'
}
