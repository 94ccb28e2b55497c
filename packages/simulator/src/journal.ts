import type { Who } from './principal.ts'

/** One change of state and who made it. */
export interface JournalEntry {
  readonly at: string
  readonly who: Who
  /** `PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge`, `git push`, `graphql convertPullRequestToDraft`, `setup`, `runner`, `clock`. */
  readonly route: string
  readonly repository: string
  /** What changed: `ref refs/heads/main`, `pull 3`, `status <sha> gate`, `comment 12`. */
  readonly subject: string
  /** Undefined where there was nothing (made) or is nothing (deleted). Plain JSON. */
  readonly before: unknown
  readonly after: unknown
}

export interface Journal {
  readonly entries: readonly JournalEntry[]
  /** Entries made with the tokens of one run. */
  ofRun(runId: number): readonly JournalEntry[]
  write(entry: JournalEntry): void
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = []
  return {
    entries,
    ofRun: (runId) => entries.filter((entry) => entry.who.runId === runId),
    write: (entry) => void entries.push(entry),
  }
}
