import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { samplePackage } from '../testing/samples.ts'
import { readState, writeState } from './branch-state.ts'
import { knownTree } from './known-tree.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })

it('takes a commit that brings the verified state back for what it is, without merging anything again', async () => {
  // Which merges nothing: a judgement that tried would fail.
  const git = new MemoryGit()
  const holding = async (a: string, parents: string[]): Promise<string> => {
    const { tree } = await git.commit(await git.make({ a }))
    const person = { name: 'Ada', email: 'ada@example.com' }
    const at = '2026-11-23T08:00:00Z'
    const state = await writeState(git, tree, [gift], undefined)
    return git.writeCommit({ tree: state, parents, message: 'Change', author: person, committer: person, at })
  }
  const verified = await holding('1', [])
  const tip = await git.commit(await holding('1', [await git.make({ other: '2' }, [verified])]))
  const { content } = await readState(git, verified)
  const entry: LedgerEntry = {
    kind: 'verification',
    operation: 'a'.repeat(16),
    environment: 'qa',
    commit: verified,
    content,
    packages: [gift],
    passed: true,
    checks: [],
  }
  const view = sampleView(entry)
  const judged = await knownTree(git, { view }, environment, tip, [gift, samplePackage('search')])
  expect(judged).toMatchObject({
    verdicts: { 'gift-cards': 'present', search: 'noted' },
    reason: expect.stringMatching(/ is what was verified .*, again$/),
  })
  expect(await knownTree(git, { view }, environment, await git.commit(await holding('3', [verified])), [gift])).toBeUndefined()
  const unlisted = await git.commit(await git.make({ a: '1' }, [verified]))
  expect(await knownTree(git, { view }, environment, unlisted, [gift])).toBeUndefined()
})
