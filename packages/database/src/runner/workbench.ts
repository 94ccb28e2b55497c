import type { Session } from '../engine/session.ts'

/** What a runner works with: one session, and how patient it is. Times in milliseconds. */
export interface Workbench {
  session: Session
  /** A scratch database has no fence: whatever its template recorded is not about us. */
  fenced: boolean
  patience: Patience
}

export interface Patience {
  /** How long a statement may queue for a lock; while it queues, everyone behind it waits too. */
  lockTimeout: number
  /** Attempts of a transaction that did not get its lock. */
  attempts: number
  sleep(milliseconds: number): Promise<void>
  /** 0 ≤ x < 1, for the jitter. */
  random(): number
}
