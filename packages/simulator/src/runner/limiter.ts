/** Lets a number of holders in at a time, first come first served. */
export class Limiter {
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  #held = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Waits for a place; answers the function that gives it back (calling it again does nothing). Undefined when aborted first. */
  async enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    while (this.#held >= this.#size && !signal.aborted) await this.#next(signal)
    if (signal.aborted) return undefined
    this.#held += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#held -= 1
      this.#waiting.shift()?.()
    }
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1)
        resolve()
      }
      this.#waiting.push(wake)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}
