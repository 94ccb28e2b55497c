import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { Patience } from './workbench.ts'

/** lock_not_available, deadlock_detected, serialization_failure: the transaction left nothing behind and may be tried again. */
const RETRIED = new Set(['55P03', '40P01', '40001'])
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 15_000

/** Runs a whole transaction again, with growing jittered pauses, when it did not get a lock in time. Bounded by `patience.attempts`. */
export async function retryLocks<T>(patience: Patience, progress: (line: string) => void, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= patience.attempts || !isLockTrouble(error)) throw error
      const pause = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.5 + patience.random())
      progress(
        `waiting for a lock: attempt ${String(attempt)} of ${String(patience.attempts)}, next in ${(pause / 1000).toFixed(1)} s`,
      )
      await patience.sleep(pause)
    }
  }
}

/** Looks through causes, since the runner wraps a server's error to say where it happened. */
function isLockTrouble(error: unknown): boolean {
  if (error instanceof SqlTrouble) return RETRIED.has(error.sqlstate)
  return error instanceof Error && isLockTrouble(error.cause)
}
