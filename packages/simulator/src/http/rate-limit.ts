import type { SimClock } from '../clock.ts'
import type { Principal } from '../principal.ts'
import type { JsonObject } from '../present/json.ts'

const hour = 3_600_000

interface Window {
  readonly resetsAt: number
  used: number
}

/** Requests an hour: 5000 a person or App, 1000 a repository for GITHUB_TOKEN, 60 for nobody. */
export class RateLimits {
  private readonly windows = new Map<string, Window>()
  private readonly clock: SimClock

  constructor(clock: SimClock) {
    this.clock = clock
  }

  private window(principal: Principal): Window {
    const key = principal.kind === 'job' ? `job ${principal.repository}` : principal.login
    const now = this.clock.now().getTime()
    const known = this.windows.get(key)
    if (known !== undefined && known.resetsAt > now) return known
    const fresh: Window = { resetsAt: now + hour, used: 0 }
    this.windows.set(key, fresh)
    return fresh
  }

  private limit(principal: Principal): number {
    if (principal.kind === 'anonymous') return 60
    return principal.kind === 'job' ? 1000 : 5000
  }

  /** Counts one request. False when none was left. */
  spend(principal: Principal): boolean {
    const window = this.window(principal)
    if (window.used >= this.limit(principal)) return false
    window.used += 1
    return true
  }

  headers(principal: Principal): Record<string, string> {
    const facts = this.facts(principal)
    return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]))
  }

  facts(principal: Principal): JsonObject {
    const window = this.window(principal)
    const limit = this.limit(principal)
    const reset = Math.floor(window.resetsAt / 1000)
    return { limit, used: window.used, remaining: limit - window.used, reset, resource: 'core' }
  }
}
