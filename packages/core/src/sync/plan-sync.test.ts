import { describe, expect, it } from 'vitest'
import { compareSets, type Age } from '../composition/compare-sets.ts'
import { samplePackage } from '../testing/samples.ts'
import type { PackageRef } from '../package/package.ts'
import { planSync, type SyncPlan } from './plan-sync.ts'

const one = samplePackage('loyalty')
const two = samplePackage('loyalty', { version: '2.0.0' })
const leak = samplePackage('leak')
const search = samplePackage('search')
const needy = samplePackage('needy', { requires: ['leak'] })

interface Case {
  production: PackageRef[]
  here: PackageRef[]
  age?: Age
  held?: PackageRef
}

const names = (packages: readonly PackageRef[]): string[] => packages.map(({ name, version }) => `${name} ${version}`).sort()

describe('what a sync does with the packages of production', () => {
  it.each<[string, Case, Partial<Record<keyof SyncPlan, string[]>>]>([
    ['keeps what is the same', { production: [one], here: [one, search] }, { after: ['loyalty 1.0.0', 'search 1.0.0'] }],
    ['never lowers a newer version', { production: [one], here: [two], age: 'newer' }, { after: ['loyalty 2.0.0'] }],
    [
      'raises an older one',
      { production: [two], here: [one], age: 'older' },
      { raise: ['loyalty 2.0.0'], after: ['loyalty 2.0.0'] },
    ],
    [
      'brings what is missing',
      { production: [leak], here: [one] },
      { bring: ['leak 1.0.0'], after: ['leak 1.0.0', 'loyalty 1.0.0'] },
    ],
    [
      'leaves a version alone that went another way, and says so',
      { production: [two], here: [one], age: 'apart' },
      { leaves: ['loyalty 2.0.0'], after: ['loyalty 1.0.0'] },
    ],
    [
      'leaves out what is held there, with what requires it',
      { production: [leak, needy], here: [one], held: leak },
      { leaves: ['leak 1.0.0', 'needy 1.0.0'], leaveOut: ['leak 1.0.0', 'needy 1.0.0'], after: ['loyalty 1.0.0'] },
    ],
    [
      'does not raise to a version that is held there',
      { production: [two], here: [one], age: 'older', held: two },
      { leaves: ['loyalty 2.0.0'], after: ['loyalty 1.0.0'] },
    ],
  ])('%s', (_what, { production, here, age = 'newer', held }, expected) => {
    const standings = compareSets(production, here, () => age)
    const plan = planSync('qa', standings, here, (pkg) => (pkg.digest === held?.digest ? 'it is held' : undefined))
    expect({
      raise: names(plan.raise),
      bring: names(plan.bring),
      leaveOut: names(plan.leaveOut),
      leaves: names(plan.leaves.map((each) => each.package)),
      after: names(plan.after),
    }).toEqual({ raise: [], bring: [], leaveOut: [], leaves: [], after: [], ...expected })
  })
})
