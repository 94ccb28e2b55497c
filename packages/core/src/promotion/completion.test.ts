import { describe, expect, it } from 'vitest'
import { refuseCompletion } from './completion.ts'

const contract = { name: 'drop-codes', completes: 'new-codes' }

describe('refuseCompletion', () => {
  it('lets a contract come where the expand it completes is verified', () => {
    expect(refuseCompletion(contract, 'qa', [{ name: 'search' }, { name: 'new-codes' }])).toBeUndefined()
  })

  it('asks nothing of a package that completes none', () => {
    expect(refuseCompletion({ name: 'search' }, 'qa', [])).toBeUndefined()
  })

  it('refuses a contract where its expand is not live, and names both', () => {
    expect(refuseCompletion(contract, 'qa', [{ name: 'search' }])).toEqual({
      reason: 'requires-missing',
      message: 'drop-codes completes new-codes, which is not deployed and verified in qa yet.',
      advice: ['Promote new-codes to qa first, and drop-codes when nothing there uses the old structure any more.'],
    })
  })
})
