import { setTimeout as sleep } from 'node:timers/promises'

const longest = 10_000
const spread = 6

/** How long to stand back when several write at once. Measured in the writer's own attempts, because those take 50 ms on an idle machine and seconds on a busy one:
 *  a wait that is short against them spreads nobody. */
export class Pace {
  #attempt = 100
  #wins = 0
  #wonAt = 0

  /** Runs one attempt and learns from how long it took. */
  async timed<T>(attempt: () => Promise<T>): Promise<T> {
    const started = performance.now()
    try {
      return await attempt()
    } finally {
      this.#attempt = (this.#attempt + performance.now() - started) / 2
    }
  }

  won(): void {
    this.#wins += 1
    this.#wonAt = performance.now()
  }

  /** After a lost race, the `turn`th from 0: ever further apart, at random. */
  async lost(turn: number): Promise<void> {
    this.#wins = 0
    await this.#wait(Math.min(1.6 ** turn, spread))
  }

  /** Who wins again and again knows the tip, need not read, and would keep everybody else out: from the third record in a row others may go first. */
  async begin(): Promise<void> {
    if (performance.now() - this.#wonAt > 3 * this.#attempt) this.#wins = 0
    if (this.#wins > 1) await this.#wait(Math.min(this.#wins - 1, spread))
  }

  async #wait(attempts: number): Promise<void> {
    await sleep(Math.random() * Math.min(longest, this.#attempt * attempts))
  }
}
