import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { samplePackage } from '../testing/samples.ts'
import { canonicalOrder, compositionDigest, findPackage, sameComposition, withPackage } from './composition.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`
const a = samplePackage('a', { sourceTime: at(3) })
const b = samplePackage('b', { sourceTime: at(2) })
const c = samplePackage('c', { sourceTime: at(2) })
const names = (packages: readonly { name: string }[]): string => packages.map((each) => each.name).join(' ')

describe('the canonical order', () => {
  it.each([
    ['by time, then name', [a, c, b], 'b c a'],
    ['what is required first, however young', [a, { ...b, requires: ['a'] }, c], 'c a b'],
    ['through a chain', [{ ...b, requires: ['c'] }, { ...c, requires: ['a'] }, a], 'a c b'],
    ['as if a missing one were no obstacle', [{ ...b, requires: ['gone'] }, a], 'b a'],
    [
      'by instant, not by text',
      [samplePackage('x', { sourceTime: '2026-11-20T08:00:00.5Z' }), samplePackage('y', { sourceTime: '2026-11-20T08:00:00Z' })],
      'y x',
    ],
  ])('is %s', (_what, packages, order) => expect(names(canonicalOrder(packages))).toBe(order))

  it('refuses packages that require each other', () => {
    expect(() => canonicalOrder([a, { ...b, requires: ['c'] }, { ...c, requires: ['b'] }])).toThrow(
      expect.objectContaining({ code: 'requires-cycle', message: "The packages 'b', 'c' require each other." }),
    )
  })

  it('and the digest do not depend on the order given', () => {
    const set = [a, { ...b, requires: ['a'] }, c, samplePackage('d')]
    fc.assert(
      fc.property(fc.shuffledSubarray(set, { minLength: set.length }), (shuffled) => {
        expect(canonicalOrder(shuffled)).toEqual(canonicalOrder(set))
        expect(compositionDigest(shuffled)).toBe(compositionDigest(set))
      }),
    )
  })
})

describe('a composition', () => {
  it('is another one with another version, or without', () => {
    const newer = samplePackage('a', { version: '2.0.0' })
    expect(sameComposition([a, b], [newer, b])).toBe(false)
    expect(sameComposition([a, b], [b])).toBe(false)
    expect(withPackage([a, b], newer)).toEqual([b, newer])
    expect(withPackage([a, b], { without: 'a' })).toEqual([b])
    expect(sameComposition(withPackage(withPackage([a, b], newer), a), [a, b])).toBe(true)
  })
})

describe('a package that was renamed', () => {
  const renamed = samplePackage('cards', { sourceTime: at(4), formerly: ['a'] })

  it('takes the place of what it was called before, and the old name its place again', () => {
    expect(names(withPackage([a, b], renamed))).toBe('b cards')
    expect(names(withPackage([b, renamed], a))).toBe('b a')
  })

  it('is found under both names', () => {
    expect(findPackage([a, b], 'cards', renamed)).toBe(a)
    expect(findPackage([b, renamed], 'a', a)).toBe(renamed)
    expect(findPackage([b], 'cards', renamed)).toBeUndefined()
  })
})
