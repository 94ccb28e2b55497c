/** Remembers answers that can never change because their keys are object ids; the oldest are forgotten when it is full. */
export class Memo<T> {
  readonly #known = new Map<string, Promise<T>>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** A failure is not remembered: the object that was missing may arrive. */
  of(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const made = make()
    const [oldest] = this.#known.keys()
    if (this.#known.size >= this.#limit && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(key, made)
    made.catch(() => this.#known.delete(key))
    return made
  }
}
