export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'

export interface Review {
  readonly id: number
  readonly author: string
  state: ReviewState
  body: string
  readonly commitId: string
  submittedAt: string | undefined
}

export interface Comment {
  readonly id: number
  readonly author: string
  /** Set when an App wrote it. */
  readonly app: string | undefined
  body: string
  readonly createdAt: string
  updatedAt: string
}

/** The test merge GitHub makes for `mergeable` and `refs/pull/N/merge`, kept for the tips it was made of. */
export interface TestMerge {
  readonly base: string
  readonly head: string
  /** Undefined on conflict. */
  readonly commit: string | undefined
  /** Lazy mergeability: whether somebody has asked once. */
  asked: boolean
}

export interface PullRequest {
  readonly id: number
  readonly number: number
  readonly author: string
  title: string
  body: string | null
  state: 'open' | 'closed'
  draft: boolean
  /** Branch in this repository (forks are not simulated) and the last tip it had while open. */
  readonly headRef: string
  headSha: string
  baseRef: string
  baseSha: string
  readonly createdAt: string
  updatedAt: string
  closedAt: string | undefined
  mergedAt: string | undefined
  mergedBy: string | undefined
  mergeCommit: string | undefined
  readonly labels: Set<string>
  readonly requestedReviewers: Set<string>
  readonly requestedTeams: Set<string>
  readonly reviews: Review[]
  readonly comments: Comment[]
  testMerge: TestMerge | undefined
}

export type Verdict = Extract<ReviewState, 'APPROVED' | 'CHANGES_REQUESTED'>

/** The verdict of each reviewer: the newest approval or request for changes that was not dismissed; comments change nothing. */
export function verdicts(pull: PullRequest): ReadonlyMap<string, Verdict> {
  const latest = new Map<string, Verdict>()
  for (const { author, state } of pull.reviews) {
    if (state === 'APPROVED' || state === 'CHANGES_REQUESTED') latest.set(author, state)
    if (state === 'DISMISSED') latest.delete(author)
  }
  return latest
}
