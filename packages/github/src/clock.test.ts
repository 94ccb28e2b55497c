import { describe, expect, it } from 'vitest'
import { openClock } from './clock.ts'

const noon = 'Sun, 22 Nov 2026 12:00:00 GMT'

describe('openClock', () => {
  it('tells the time of the API, not of the machine', () => {
    const clock = openClock({ hostNow: () => 0, elapsed: () => 500 })
    clock.observe(noon)
    expect(clock.now().toISOString()).toBe('2026-11-22T12:00:00.000Z')
  })

  it('goes on between answers and never back', () => {
    let elapsed = 0
    const clock = openClock({ elapsed: () => elapsed })
    clock.observe(noon)
    elapsed = 1_500
    clock.observe(noon)
    expect(clock.now().toISOString()).toBe('2026-11-22T12:00:01.500Z')
  })

  it('reports the skew of the machine once, with its sign', () => {
    const told: number[] = []
    const clock = openClock({ hostNow: () => Date.parse(noon) + 120_000, onSkew: (skew) => told.push(skew) })
    clock.observe(noon)
    clock.observe(noon)
    expect(told).toEqual([120_000])
  })

  it('ignores a header it cannot read', () => {
    const clock = openClock({ hostNow: () => 1_000 })
    clock.observe('yesterday')
    clock.observe(null)
    expect(clock.now().getTime()).toBe(1_000)
  })
})
