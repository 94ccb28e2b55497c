import { describe, expect, it } from 'vitest'
import { analysisOf, packageRef, type StatementSketch } from '../testing/packages.ts'
import { dataStatements, needsOf, sharedObjects } from './shared-objects.ts'

const analysis = (...statements: StatementSketch[]) => analysisOf(packageRef('any'), { '0001_a': { statements } })
const makes = analysis({ objects: [['create', 'table', 'public.loyalty_account']] })
const alters = analysis({ objects: [['alter', 'table', 'public.loyalty_account']] })
const reads = analysis({ objects: [['read', 'table', 'public.product']] })

describe('objects that two packages share', () => {
  it('are found when one of them changes what the other touches', () => {
    expect(sharedObjects(makes, alters)).toEqual(['public.loyalty_account'])
  })

  it('are none when both only read', () => {
    expect(sharedObjects(reads, reads)).toEqual([])
  })

  it('are none when they touch different ones', () => {
    expect(sharedObjects(makes, reads)).toEqual([])
  })
})

describe('what a package needs of another', () => {
  it('is what the other makes and it does not', () => {
    expect(needsOf(alters, makes)).toEqual(['public.loyalty_account'])
  })

  it('is nothing when it makes the object itself', () => {
    expect(needsOf(makes, makes)).toEqual([])
  })
})

describe('data statements on common objects', () => {
  it('are named with their place', () => {
    const writes = analysis({ findings: ['data'], objects: [['write', 'table', 'public.product']] })
    expect(dataStatements(writes, ['public.product'])).toEqual(['0001_a: STATEMENT (line 1)'])
    expect(dataStatements(writes, ['public.customer'])).toEqual([])
  })
})
