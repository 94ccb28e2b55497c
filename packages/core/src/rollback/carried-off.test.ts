import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { carriedOff, describeCarriedOff } from './carried-off.ts'

it('names the commits of people since the state that comes back, and none that a promotion made', async () => {
  const git = new MemoryGit()
  const older = await git.make({ a: '1' })
  const state = await git.make({ a: '2' }, [older])
  const pushed = await git.make({ a: '3' }, [state], { message: 'Quick fix\n\nfor a customer' })
  const merged = await git.make({ a: '4' }, [pushed])
  const tip = await git.make({ a: '5' }, [merged], { message: 'Another' })
  const entry: LedgerEntry = { kind: 'merged', environment: 'qa', operation: 'a'.repeat(16), commit: merged }
  const found = await carriedOff(git, { view: sampleView(entry) }, 'qa', state, tip)
  expect(found.map((commit) => commit.oid)).toEqual([pushed, tip])
  expect(describeCarriedOff(found)[0]).toMatch(/^commit \w{12} \("Quick fix", Ada, [^)]+\) leaves the branch: push it again/)
  expect(await carriedOff(git, { view: sampleView(entry) }, 'qa', tip, tip)).toEqual([])
})
