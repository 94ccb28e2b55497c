import { ConcurrencyGroups } from './workflow/concurrency.ts'
import type { ConcurrencyRequest } from './workflow/concurrency.ts'

interface Member {
  readonly start: (started: boolean) => void
  readonly cancel: () => void
}

/** Runs and jobs waiting for their concurrency groups. */
export class ConcurrencyGate {
  readonly #groups = new ConcurrencyGroups()
  readonly #members = new Map<string, Member>()

  /**
   * Waits until the group is free; false when cancelled while waiting. `cancel` is called when a later member
   * wants this one gone. `leave` must be called in either case. The place in the queue is taken before this returns.
   */
  enter(id: string, request: ConcurrencyRequest | undefined, signal: AbortSignal, cancel: () => void): Promise<boolean> {
    if (request === undefined) return Promise.resolve(!signal.aborted)
    return new Promise((resolve) => {
      this.#members.set(id, { start: resolve, cancel })
      signal.addEventListener('abort', () => resolve(false), { once: true })
      const { starts, cancel: others } = this.#groups.enter(id, request)
      for (const other of others) this.#members.get(other)?.cancel()
      if (starts) resolve(true)
    })
  }

  leave(id: string): void {
    this.#members.delete(id)
    for (const next of this.#groups.leave(id)) this.#members.get(next)?.start(true)
  }
}
