import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleSync } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { leavingWith } from './leaving-with.ts'

const [of, earlier] = ['a'.repeat(16), 'b'.repeat(16)] as const

it('names the commits of people since the state that comes back, and none that a promotion made', async () => {
  const git = new MemoryGit()
  const older = await git.make({ a: '1' })
  const state = await git.make({ a: '2' }, [older])
  const pushed = await git.make({ a: '3' }, [state], { message: 'Quick fix\n\nfor a customer' })
  const merged = await git.make({ a: '4' }, [pushed])
  const tip = await git.make({ a: '5' }, [merged], { message: 'Another' })
  const entry: LedgerEntry = { kind: 'merged', environment: 'qa', operation: of, commit: merged }
  const rollback = { environment: 'qa', of }
  expect(await leavingWith(git, { view: sampleView(entry) }, rollback, state, tip)).toEqual([
    expect.stringMatching(/^commit \w{12} \("Quick fix", Ada, [^)]+\) leaves the branch: push it again/),
    expect.stringMatching(/^commit \w{12} \("Another", /),
  ])
  expect(await leavingWith(git, { view: sampleView(entry) }, rollback, tip, tip)).toEqual([])
})

it("names what came from production's branch with a sync that is taken back, and how it comes again", async () => {
  const git = new MemoryGit()
  const tip = await git.make({ a: '1' })
  const say = (...entries: LedgerEntry[]) =>
    leavingWith(git, { view: sampleView(...entries) }, { environment: 'qa', of, and: [earlier] }, tip, tip)
  expect(await say(sampleSync({ operation: earlier, commits: 2 }))).toEqual([
    expect.stringMatching(/came with #7 \(2\) leave .* `stagecoach sync qa` brings/),
  ])
  expect(await say(sampleSync({ operation: of, commits: 0 }), sampleSync({ operation: 'c'.repeat(16) }))).toEqual([])
})
