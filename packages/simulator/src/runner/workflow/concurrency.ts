export interface ConcurrencyRequest {
  readonly group: string
  readonly cancelInProgress: boolean
  /** `single` keeps one waiting and cancels the one before it; `max` keeps up to 100 in order. */
  readonly queue: 'single' | 'max'
}

interface Group {
  holder: string
  waiting: string[]
}

/** Who holds each concurrency group and who waits; group names ignore case. Pure bookkeeping, nothing is stopped here. */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>()

  /** Lets `id` ask for a group; says whether it may start and which others must be cancelled for it. */
  enter(id: string, request: ConcurrencyRequest): { readonly starts: boolean; readonly cancel: readonly string[] } {
    const key = request.group.toLowerCase()
    const group = this.#groups.get(key)
    if (group === undefined) {
      this.#groups.set(key, { holder: id, waiting: [] })
      return { starts: true, cancel: [] }
    }
    const replaced = request.queue === 'single' ? group.waiting.splice(0) : group.waiting.splice(99)
    group.waiting.push(id)
    return { starts: false, cancel: request.cancelInProgress ? [...replaced, group.holder] : replaced }
  }

  /** Ends `id`'s place; answers who starts now. */
  leave(id: string): string[] {
    const started: string[] = []
    for (const [key, group] of this.#groups) {
      group.waiting = group.waiting.filter((other) => other !== id)
      if (group.holder !== id) continue
      const next = group.waiting.shift()
      if (next === undefined) this.#groups.delete(key)
      else {
        group.holder = next
        started.push(next)
      }
    }
    return started
  }
}
