import { expect, it } from 'vitest'
import { samplePackage } from '../testing/samples.ts'
import { compareSets, type Age } from './compare-sets.ts'
import { baseChanges } from './sync-base.ts'

const one = samplePackage('loyalty')
const two = samplePackage('loyalty', { version: '2.0.0' })
const cards = samplePackage('cards', { version: '2.0.0', formerly: ['gift'] })
const gift = samplePackage('gift')
const other = samplePackage('search')

it.each<[string, { production: typeof one; here: (typeof one)[]; age?: Age }, string]>([
  ['the same version', { production: one, here: [one, other] }, 'same'],
  ['nothing of it', { production: one, here: [other] }, 'missing'],
  ['an older version', { production: two, here: [one], age: 'older' }, 'older'],
  ['a newer version', { production: one, here: [two], age: 'newer' }, 'newer'],
  ['a version that went another way', { production: one, here: [two], age: 'apart' }, 'apart'],
  ['an older version under its former name', { production: cards, here: [gift], age: 'older' }, 'older'],
])('sees where an environment holds %s', (_what, { production, here, age }, kind) => {
  const ageOf = (): Age => {
    if (age === undefined) throw new Error('nobody needs to know')
    return age
  }
  expect(compareSets([production], here, ageOf).map((each) => each.kind)).toEqual([kind])
})

const without = (name: string) => ({ without: name })

it.each([
  ['nothing when all hold the same', [one], [one], [one], [], [one]],
  ["production's version of what the target holds newer", [one], [two], [one], [], [one]],
  ['the newer version of what the target was raised to', [one], [two], [two], [], [two]],
  ['none of what production has no more', [one], [one], [], [], [without('loyalty')]],
  ['none of what the target shall get', [one], [], [two], [], [without('loyalty')]],
  ["production's version of what stays out of the target", [one], [], [two], [two], [two]],
  ['the former name where the baseline has it', [gift], [cards], [cards], [], [cards]],
  ['none of what neither holds any more', [one, other], [], [], [], [without('search'), without('loyalty')]],
])('gives the base %s', (_what, baseline, target, production, leaveOut, expected) => {
  expect(baseChanges(baseline, target, production, leaveOut)).toEqual(expected)
})
