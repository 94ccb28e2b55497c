import type { Clock } from '@stagecoach/core'

export interface ForgeClock extends Clock {
  /** Takes the `Date` header of an answer (RFC 9110 §5.6.7); anything unreadable is ignored. */
  observe(header: string | null): void
}

export interface ClockOptions {
  /** Told once, when this machine differs by more than `tolerance`: milliseconds by which it is ahead (negative: behind). */
  onSkew?: (milliseconds: number) => void
  /** Milliseconds; default 60 s. */
  tolerance?: number
  /** Time of this machine, for the skew, and until the first answer. */
  hostNow?: () => number
  /** Milliseconds that pass evenly, whatever is done to the machine's clock. */
  elapsed?: () => number
}

/** Time as the API says it. Between answers it goes on evenly; it never goes back. */
export function openClock(options: ClockOptions = {}): ForgeClock {
  const hostNow = options.hostNow ?? Date.now
  const elapsed = options.elapsed ?? ((): number => performance.now())
  const tolerance = options.tolerance ?? 60_000
  // The header is cut to whole seconds and arrives late, so of all estimates the largest is the nearest.
  let offset: number | undefined
  let told = false
  return {
    now: () => new Date(offset === undefined ? hostNow() : offset + elapsed()),
    observe(header) {
      const at = Date.parse(header ?? '')
      if (Number.isNaN(at)) return
      offset = Math.max(offset ?? -Infinity, at - elapsed())
      const skew = hostNow() - at
      if (told || Math.abs(skew) <= tolerance) return
      told = true
      options.onSkew?.(skew)
    },
  }
}
