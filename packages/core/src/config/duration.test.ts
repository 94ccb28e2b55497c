import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeDuration, formatDuration, parseDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['60s', 60_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['14d', 1_209_600_000],
    ['2w', 1_209_600_000],
  ])('%s is %d milliseconds', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

  it.each(['', '24', 'h', '24 h', '-1h', '1.5h', 'P1D', '1h30m', '01h', '24H', '9999999999h'])('%j is none', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'duration-invalid' }))
  })

  it('comes back from its text', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds)
      }),
    )
  })

  it('is told to people in two units', () => {
    expect([0, 45_000, 90_061_000, 1_209_600_000].map(describeDuration)).toEqual(['0s', '45s', '1d 1h', '14d'])
  })
})
