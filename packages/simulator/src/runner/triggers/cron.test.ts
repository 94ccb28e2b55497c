import { expect, test } from 'vitest'
import { nextInstant, parseCron } from './cron.ts'

test.each([
  ['*/15 * * * *', '2026-11-22T06:01:00Z', '2026-11-22T06:15:00.000Z'],
  ['*/15 * * * *', '2026-11-22T06:15:00Z', '2026-11-22T06:30:00.000Z'],
  ['0 4 * * *', '2026-11-22T06:00:00Z', '2026-11-23T04:00:00.000Z'],
  ['5,35 8-10/2 * * *', '2026-11-22T08:40:00Z', '2026-11-22T10:05:00.000Z'],
  ['0 0 * * MON', '2026-11-22T06:00:00Z', '2026-11-23T00:00:00.000Z'],
  ['0 0 * * 7', '2026-11-23T06:00:00Z', '2026-11-29T00:00:00.000Z'],
  ['0 0 29 2 *', '2026-11-22T06:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 1 jan-mar *', '2026-11-22T06:00:00Z', '2027-01-01T00:00:00.000Z'],
  ['0 0 13 * FRI', '2026-11-22T06:00:00Z', '2026-11-27T00:00:00.000Z'], // either day field is enough
  ['59 23 31 12 *', '2026-12-31T23:58:30Z', '2026-12-31T23:59:00.000Z'],
])('%s after %s is due at %s', (cron, from, expected) => {
  expect(nextInstant(parseCron(cron), new Date(from), new Date('2030-01-01T00:00:00Z'))?.toISOString()).toBe(expected)
})

test('an instant at the end of the span counts, one at its start does not', () => {
  const cron = parseCron('0 4 * * *')
  const four = new Date('2026-11-22T04:00:00Z')
  expect(nextInstant(cron, new Date('2026-11-22T03:00:00Z'), four)).toEqual(four)
  expect(nextInstant(cron, four, new Date('2026-11-22T23:00:00Z'))).toBeUndefined()
})

test.each(['* * * *', '60 * * * *', '* 24 * * *', '*/0 * * * *', '5-1 * * * *', '@daily', 'a * * * *', '* * 0 * *'])(
  'refuses "%s"',
  (cron) => {
    expect(() => parseCron(cron)).toThrow()
  },
)
