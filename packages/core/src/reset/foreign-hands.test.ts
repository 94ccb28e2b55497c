import { describe, expect, it } from 'vitest'
import { sampleOid } from '../testing/samples.ts'
import { foreignHands } from './foreign-hands.ts'

const qa = { name: 'qa', branch: 'env/qa' }
const [tip, head, other] = [sampleOid('tip'), sampleOid('head'), sampleOid('other')]
const reset = { tip, proposal: { pullRequest: 7, tip, head, archive: `refs/stagecoach/archive/qa/${tip}` } }
const pull = { number: 7, merged: false, base: { branch: 'env/qa', sha: tip }, head: { branch: 'reset/qa/x', sha: head } }

describe('the gate of a reset', () => {
  it('goes on where everything is as it was planned', () => {
    expect(foreignHands(qa, reset, pull, tip)).toBeUndefined()
  })

  it.each([
    ['the branch has a commit that the plan did not show', {}, other, 'env/qa is at'],
    ['somebody pushed to the pull request', { head: { branch: 'reset/qa/x', sha: other } }, tip, 'pushed to the branch of #7'],
    ['the pull request goes to another branch', { base: { branch: 'main', sha: tip } }, tip, 'wants to go to main'],
    ['it was merged in another form', { merged: true }, other, 'is not what was planned'],
  ])('waits for a person when %s', (_why, change, now, said) => {
    expect(foreignHands(qa, reset, { ...pull, ...change }, now)).toContain(said)
  })
})
