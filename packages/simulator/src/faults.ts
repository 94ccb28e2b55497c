import type { Who } from './principal.ts'

export interface FaultContext {
  /** `PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge`, `graphql convertPullRequestToDraft`, `git receive-pack`, `git upload-pack`. */
  readonly route: string
  readonly path: string
  readonly who: Who
  readonly when: FaultMoment
  /** Body of the request, parsed; undefined for git. */
  readonly body: unknown
  /** Kills the processes of the run whose token made the request (SIGKILL); nothing when no run did. */
  killRun(): void
}

/** Before the effect (nothing has happened yet), or after it (it happened, the answer has not gone out). */
export type FaultMoment = 'before' | 'after'

export type FaultAction =
  | { readonly do: 'call'; readonly call: (context: FaultContext) => void | Promise<void> }
  | { readonly do: 'kill-run' }
  | {
      readonly do: 'status'
      readonly status: number
      readonly message: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Cuts the connection. git's libcurl asks once more by itself when a kept-alive connection is cut: use `times: 2` for a push. */
  | { readonly do: 'drop' }
  | { readonly do: 'delay'; readonly milliseconds: number }
  /** Answers a read with what the same read said before the last change. */
  | { readonly do: 'stale' }

export interface Fault {
  /** A route as in `FaultContext.route`, or `*` for every one, or `write` for every one that can change state. */
  readonly on: string
  readonly when: FaultMoment
  readonly action: FaultAction
  /** Narrows further. */
  readonly match?: (context: FaultContext) => boolean
  /** Fires at the nth match only (from 1; default 1), then `times` matches long (default 1). */
  readonly nth?: number
  readonly times?: number
}

export interface Faults {
  /** Returns a function that takes the fault away and says how often it fired. */
  add(fault: Fault): () => number
  clear(): void
  /** The actions due at this point, in the order the faults were added. Called by the server. */
  due(context: FaultContext, write: boolean): readonly FaultAction[]
}

interface Armed {
  readonly fault: Fault
  seen: number
  fired: number
}

export function createFaults(): Faults {
  let armed: Armed[] = []
  const applies = ({ fault }: Armed, context: FaultContext, write: boolean): boolean =>
    fault.when === context.when &&
    (fault.on === '*' || (fault.on === 'write' && write) || fault.on === context.route) &&
    (fault.match?.(context) ?? true)
  return {
    add(fault) {
      const entry: Armed = { fault, seen: 0, fired: 0 }
      armed.push(entry)
      return () => {
        armed = armed.filter((other) => other !== entry)
        return entry.fired
      }
    },
    clear() {
      armed = []
    },
    due(context, write) {
      const matching = armed.filter((entry) => applies(entry, context, write))
      return matching.flatMap((entry) => {
        entry.seen += 1
        const first = entry.fault.nth ?? 1
        if (entry.seen < first || entry.seen >= first + (entry.fault.times ?? 1)) return []
        entry.fired += 1
        return [entry.fault.action]
      })
    },
  }
}
