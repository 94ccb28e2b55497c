import { expect, it } from 'vitest'
import { compareSets, type Age } from '../composition/compare-sets.ts'
import { samplePackage } from '../testing/samples.ts'
import { owedTo, type Owed } from './owed.ts'
import { owedWords } from './status-words.ts'

const leak = samplePackage('leak')
const gift = samplePackage('gift-cards')
const gift2 = samplePackage('gift-cards', { version: '2.0.0' })

interface Case {
  production: (typeof leak)[]
  here: (typeof leak)[]
  age?: Age
  commits?: number
  behind?: number
}

it.each<[string, Case, Owed | undefined, string | undefined]>([
  ['nothing where all is there', { production: [leak], here: [leak, gift] }, undefined, undefined],
  ['nothing for a version newer than production', { production: [gift], here: [gift2], age: 'newer' }, undefined, undefined],
  ['nothing for a baseline that is behind alone', { production: [leak], here: [leak], behind: 3 }, undefined, undefined],
  [
    'a package that it lacks',
    { production: [leak, gift], here: [gift], behind: 1 },
    { packages: [{ package: 'leak', version: '1.0.0', kind: 'missing' }], commits: 0, behind: 1 },
    'owed: leak 1.0.0',
  ],
  [
    'a package that it has older',
    { production: [gift2], here: [gift], age: 'older', behind: 2 },
    { packages: [{ package: 'gift-cards', version: '2.0.0', kind: 'older', held: '1.0.0' }], commits: 0, behind: 2 },
    'owed: gift-cards 2.0.0 (has 1.0.0)',
  ],
  [
    'a package that went another way there',
    { production: [gift2], here: [gift], age: 'apart' },
    { packages: [{ package: 'gift-cards', version: '2.0.0', kind: 'apart', held: '1.0.0' }], commits: 0, behind: 0 },
    'owed: gift-cards 2.0.0 (1.0.0 went another way)',
  ],
  [
    'commits of people beside it',
    { production: [leak], here: [], commits: 2, behind: 3 },
    { packages: [{ package: 'leak', version: '1.0.0', kind: 'missing' }], commits: 2, behind: 3 },
    'owed: leak 1.0.0, 2 commits',
  ],
  [
    'one commit alone',
    { production: [], here: [], commits: 1, behind: 1 },
    { packages: [], commits: 1, behind: 1 },
    'owed: 1 commit',
  ],
])('an environment is owed %s', (_what, { production, here, age = 'newer', commits = 0, behind = 0 }, expected, words) => {
  const owed = owedTo(
    compareSets(production, here, () => age),
    commits,
    behind,
  )
  expect(owed).toEqual(expected)
  expect(owed && owedWords(owed)).toBe(words)
})
