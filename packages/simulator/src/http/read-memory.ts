import type { Answer } from './route.ts'

interface Remembered {
  latest: Answer
  before: Answer | undefined
}

/** What each read said, to answer a later one with the state before the last change. */
export class ReadMemory {
  private readonly answers = new Map<string, Remembered>()

  remember(path: string, answer: Answer): void {
    const known = this.answers.get(path)
    if (known === undefined) this.answers.set(path, { latest: answer, before: undefined })
    else if (JSON.stringify(known.latest.body) !== JSON.stringify(answer.body)) {
      known.before = known.latest
      known.latest = answer
    }
  }

  /** What the read said before the change that `fresh` shows, or `fresh` when it was never asked before. */
  stale(path: string, fresh: Answer): Answer {
    const known = this.answers.get(path)
    if (known === undefined) return fresh
    return JSON.stringify(known.latest.body) === JSON.stringify(fresh.body) ? (known.before ?? fresh) : known.latest
  }
}
