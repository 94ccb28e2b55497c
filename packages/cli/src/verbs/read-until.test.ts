import { expect, test } from 'vitest'
import { readUntil } from './read-until.ts'

const now = new Date('2026-11-22T08:00:00Z')

test.each([
  ['3d', '2026-11-25T08:00:00.000Z'],
  ['2026-12-24T12:00:00Z', '2026-12-24T12:00:00.000Z'],
  ['2026-12-24T12:00+01:00', '2026-12-24T11:00:00.000Z'],
])('reads %s', (text, instant) => {
  expect(readUntil(text, now)).toBe(instant)
})

test.each([
  ['tomorrow'],
  ['2026-12-24'],
  ['2026-12-24T12:00:00'],
  ['2026-13-01T00:00:00Z'],
  ['2026-11-22T07:59:59Z'],
  ['-3d'],
  ['0d'],
  ['0h'],
  ['999999999w'],
])('refuses %s', (text) => {
  expect(() => readUntil(text, now)).toThrow(expect.objectContaining({ code: 'until-invalid' }))
})
