import { StagecoachError } from '../error.ts'
import { printable } from '../names/name.ts'

const units = [
  ['w', 7 * 24 * 3_600_000],
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

export const durationPattern = /^(?:0|[1-9]\d{0,8})(?:ms|s|m|h|d|w)$/

/** Milliseconds of `24h`, `60s`, `14d`; a day is 24 hours, also when the clocks change.
 *  @throws StagecoachError `duration-invalid` */
export function parseDuration(text: string): number {
  const match = /^(\d+)([a-z]+)$/.exec(durationPattern.test(text) ? text : '')
  const unit = units.find(([name]) => name === match?.[2])
  if (match === null || unit === undefined) {
    throw new StagecoachError('duration-invalid', `'${printable(text)}' is not a duration.`, {
      hint: 'Write a whole number and one of ms, s, m, h, d, w, such as 60s, 24h or 14d.',
    })
  }
  return Number(match[1]) * unit[1]
}

/** The shortest text that `parseDuration` reads as the same number of milliseconds (a whole number, not negative). */
export function formatDuration(milliseconds: number): string {
  const [name, size] = units.find(([, length]) => milliseconds >= length && milliseconds % length === 0) ?? ['ms', 1]
  return milliseconds === 0 ? '0s' : `${milliseconds / size}${name}`
}

/** A rounded duration for people: at most two units, such as `2d 3h` or `45s`. */
export function describeDuration(milliseconds: number): string {
  const parts: string[] = []
  let rest = Math.max(0, milliseconds)
  for (const [name, size] of units.filter(([unit]) => unit !== 'w')) {
    if (parts.length === 2 || rest < size) continue
    parts.push(`${Math.floor(rest / size)}${name}`)
    rest %= size
  }
  return parts.join(' ') || '0s'
}
