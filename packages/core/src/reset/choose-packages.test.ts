import { describe, expect, it } from 'vitest'
import { samplePackage } from '../testing/samples.ts'
import { choosePackages, type ChoiceFacts } from './choose-packages.ts'

const at = (day: number): { sourceTime: string } => ({ sourceTime: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z` })
const gift = samplePackage('gift-cards', at(1))
const loyalty1 = samplePackage('loyalty', at(2))
const loyalty2 = samplePackage('loyalty', { version: '2.0.0', ...at(5) })
const search = samplePackage('search', at(3))
const facts: ChoiceFacts = {
  production: [gift],
  present: [gift, loyalty1, search],
  built: [gift, loyalty1, search, loyalty2],
}
const chosen = (wanted: string[], change: Partial<ChoiceFacts> = {}): string[] =>
  choosePackages(wanted, { ...facts, ...change }).chosen.map((each) => `${each.name} ${each.version}`)

describe('packages chosen for a reset', () => {
  it.each([
    [['search', 'loyalty'], {}, ['search 1.0.0', 'loyalty 1.0.0'], 'in the order given, at the versions that are held'],
    [['loyalty@2.0.0'], {}, ['loyalty 2.0.0'], 'at the version named'],
    [['loyalty'], { present: [] }, ['loyalty 2.0.0'], 'at the newest build where the environment holds none'],
    [['gift-cards', 'search'], {}, ['search 1.0.0'], 'without what production has anyway'],
    [['loyalty'], { production: [loyalty2] }, [], 'never below production: its newer version stands'],
    [['loyalty@2.0.0'], { production: [loyalty1] }, ['loyalty 2.0.0'], 'above production where that is asked for'],
    [[], {}, [], 'none: production alone'],
  ])('%j with %j is %j: %s', (wanted, change, expected, _why) => {
    expect(chosen(wanted, change)).toEqual(expected)
  })

  it('make a set with production, in canonical order, one version of each', () => {
    const { packages } = choosePackages(['loyalty@2.0.0', 'search'], { ...facts, production: [gift, loyalty1] })
    expect(packages).toEqual([gift, search, loyalty2])
  })

  it.each([
    [['unheard-of'], {}, 'package-missing'],
    [['loyalty@9.9.9'], {}, 'package-missing'],
    [['loyalty', 'loyalty@2.0.0'], {}, 'package-twice'],
    [['loyalty@1.0.0'], { production: [loyalty2] }, 'version-lower'],
  ])('refuses %j with %j as %s', (wanted, change, code) => {
    expect(() => chosen(wanted, change)).toThrow(expect.objectContaining({ code }))
  })
})
