/**
 * The one clock of a simulated GitHub. Every time in an answer, the `Date` header included, comes from it.
 * `ticking` adds the real time that has passed; `standing` moves only when told, for tests that compare instants.
 */
export interface SimClock {
  readonly mode: ClockMode
  now(): Date
  /** ISO 8601 in UTC without fractions, as GitHub writes times: `2026-11-22T06:15:30Z`. */
  iso(): string
  /** Moves forward by milliseconds, or by a text such as `90s`, `15m`, `24h`, `14d`. */
  advance(by: number | string): void
  /** Moves forward to an instant; an instant in the past is a RangeError. */
  advanceTo(instant: string | Date): void
}

export type ClockMode = 'ticking' | 'standing'

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `1500`, `90s`, `15m`, `24h` or `14d`. Throws RangeError on anything else. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim())
  const unit = units[match?.[2] ?? 'ms']
  if (match?.[1] === undefined || unit === undefined)
    throw new RangeError(`Not a duration: "${text}". Write 90s, 15m, 24h or 14d.`)
  return Number(match[1]) * unit
}

/** ISO 8601 without fractions. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}

export function createClock(startsAt: string | undefined, mode: ClockMode): SimClock {
  const start = startsAt === undefined ? Date.now() : Date.parse(startsAt)
  if (Number.isNaN(start)) throw new RangeError(`Not an instant: "${startsAt}".`)
  const born = performance.now()
  let moved = 0
  const millis = (): number => start + moved + (mode === 'ticking' ? performance.now() - born : 0)
  return {
    mode,
    now: () => new Date(millis()),
    iso: () => isoSeconds(new Date(millis())),
    advance(by) {
      const ms = typeof by === 'number' ? by : parseDuration(by)
      if (!(ms >= 0)) throw new RangeError(`The clock only moves forward, not by ${ms} ms.`)
      moved += ms
    },
    advanceTo(instant) {
      const ahead = new Date(instant).getTime() - millis()
      if (!(ahead >= 0)) throw new RangeError(`The clock only moves forward, not to "${String(instant)}".`)
      moved += ahead
    },
  }
}
