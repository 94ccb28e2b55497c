import { afterEach, describe, expect, it } from 'vitest'
import { freeze, freezeEnd } from './freeze.ts'

const day = 86_400_000
const christmas = [{ rule: 'DTSTART;TZID=Europe/Berlin:20261220T000000\nRRULE:FREQ=YEARLY', for: 14 * day }]
/** Nights in Berlin, in a week in which the clocks go forward on Sunday, 29 March 2026, at 02:00. */
const nights = [{ rule: 'DTSTART;TZID=Europe/Berlin:20260326T220000\nRRULE:FREQ=DAILY;COUNT=6', for: 8 * 3_600_000 }]
const weekend = [{ rule: 'DTSTART;TZID=America/New_York:20260102T170000\nRRULE:FREQ=WEEKLY;BYDAY=FR', for: 2.5 * day }]
const host = process.env['TZ']

afterEach(() => {
  process.env['TZ'] = host ?? 'UTC'
})

describe.each([
  ['UTC', 12],
  ['Europe/Berlin', 13],
  ['America/New_York', 7],
])('a freeze on a host in %s', (zone, noon) => {
  it('is really judged in that zone', () => {
    process.env['TZ'] = zone
    expect(new Date('2026-12-01T12:00:00Z').getHours()).toBe(noon)
  })

  it.each([
    ['before it begins', christmas, '2026-12-19T22:59:59Z', undefined],
    ['as it begins', christmas, '2026-12-19T23:00:00Z', '2027-01-02T23:00:00.000Z'],
    ['at its last second', christmas, '2027-01-02T22:59:59Z', '2027-01-02T23:00:00.000Z'],
    ['as it ends', christmas, '2027-01-02T23:00:00Z', undefined],
    ['a year later', christmas, '2027-12-25T00:00:00Z', '2028-01-02T23:00:00.000Z'],
    ['before it was ever declared', christmas, '2025-12-25T00:00:00Z', undefined],
    ['in the night before the clocks change', nights, '2026-03-27T22:00:00Z', '2026-03-28T05:00:00.000Z'],
    ['in the night in which they change', nights, '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    [
      'at ten in the evening after they changed, an hour earlier in UTC',
      nights,
      '2026-03-29T20:00:00Z',
      '2026-03-30T04:00:00.000Z',
    ],
    ['a minute before that', nights, '2026-03-29T19:59:00Z', undefined],
    ['after the last of its nights', nights, '2026-04-01T20:30:00Z', undefined],
    ['on a Friday afternoon across the ocean', weekend, '2026-07-03T21:30:00Z', '2026-07-06T09:00:00.000Z'],
    ['on that Friday before', weekend, '2026-07-03T20:59:00Z', undefined],
  ])('%s', (_when, windows, now, until) => {
    process.env['TZ'] = zone
    expect(freezeEnd(windows, new Date(now))?.toISOString()).toBe(until)
  })
})

describe('freezes', () => {
  it('that follow each other without a gap end together', () => {
    const next = { rule: 'DTSTART:20270102T230000Z\nRRULE:FREQ=DAILY;COUNT=1', for: day }
    const later = { rule: 'DTSTART:20270105T000000Z\nRRULE:FREQ=DAILY;COUNT=1', for: day }
    expect(freezeEnd([...christmas, next, later], new Date('2026-12-24T00:00:00Z'))?.toISOString()).toBe(
      '2027-01-03T23:00:00.000Z',
    )
  })

  it('that overlap themselves end with the last', () => {
    const daily = [{ rule: 'DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;COUNT=5', for: 3 * day }]
    expect(freezeEnd(daily, new Date('2026-01-02T12:00:00Z'))?.toISOString()).toBe('2026-01-08T00:00:00.000Z')
  })

  it('without end are told with an end far away', () => {
    const always = [{ rule: 'DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY', for: day }]
    expect(freeze({ now: '2026-02-01T00:00:00Z' }, { windows: always })).toMatchObject({ state: 'pending', waitsOn: [] })
  })
})
