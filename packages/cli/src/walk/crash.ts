/** The run was killed here: thrown at the effect, and by everything that the dead run tries afterwards. */
export class Killed extends Error {
  constructor(where: string) {
    super(`killed at ${where}`)
    this.name = 'Killed'
  }
}

/** Counts effects of a run and kills it at one of them, before it happens or after. */
export class Fate {
  #left: number | undefined
  readonly #moment: 'before' | 'after'
  dead: string | undefined

  constructor(at: { effect: number; moment: 'before' | 'after' } | undefined) {
    this.#left = at?.effect
    this.#moment = at?.moment ?? 'before'
  }

  /** The same object; methods named in `effects` may kill, and nothing works for the dead. */
  guard<T extends object>(what: string, port: T, effects: readonly (keyof T & string)[]): T {
    const entries = Object.entries(port).map(([name, member]: [string, unknown]) => {
      if (!isMethod(member)) return [name, member]
      const counted = effects.some((each) => each === name)
      return [name, (...given: unknown[]) => this.#run(`${what}.${name}`, counted, () => member(...given))]
    })
    // Same names, same signatures.
    return Object.fromEntries(entries) as T
  }

  async #run(where: string, counted: boolean, work: () => unknown): Promise<unknown> {
    if (this.dead !== undefined) throw new Killed(this.dead)
    const now = counted && this.#left !== undefined && this.#left-- === 0
    if (now && this.#moment === 'before') this.#die(`before ${where}`)
    const result = await work()
    if (now) this.#die(`after ${where}`)
    return result
  }

  #die(where: string): never {
    this.dead = where
    throw new Killed(where)
  }
}

function isMethod(member: unknown): member is (...given: unknown[]) => unknown {
  return typeof member === 'function'
}
