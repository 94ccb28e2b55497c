import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Spaces writes as GitHub asks for a series of them (one per second, serially), but lets the first few of a process pass:
 * an action makes at most a handful, and 80 a minute is the documented limit.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
 */
export function createWritePace(burst = 10, gap = 1_000): () => Promise<void> {
  let made = 0
  let last: Promise<unknown> = Promise.resolve()
  return async () => {
    made += 1
    if (made <= burst) return
    last = last.then(() => sleep(gap))
    await last
  }
}
