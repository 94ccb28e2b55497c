import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { lostRecord } from './lost-record.ts'

const operation = 'a'.repeat(16)

it.each<[what: string, at: 'first' | 'second' | 'after' | 'beside', recorded: ('first' | 'second' | 'gone')[], lost: boolean]>([
  ['stands at the newest record', 'second', ['first', 'second'], false],
  ['went on by commits from outside', 'after', ['first', 'second'], false],
  ['was rewound to an older record', 'first', ['first', 'second'], true],
  ['was replaced by other commits', 'beside', ['first', 'second'], true],
  ['lost a commit that nobody has any more', 'second', ['first', 'gone'], true],
  ['has no record yet', 'second', [], false],
])('a branch that %s', async (_what, at, recorded, lost) => {
  const git = new MemoryGit()
  const first = await git.make({ a: '1' })
  const second = await git.make({ a: '2' }, [first])
  const commits = { first, second, after: '', beside: await git.make({ a: '3' }, [first]), gone: sampleOid('gone') }
  commits.after = await git.make({ a: '4' }, [await git.make({ a: '5' }, [second])])
  const entries = recorded.map((each, index): LedgerEntry => ({
    kind: 'merged',
    environment: 'qa',
    operation: operation.slice(1) + String(index),
    commit: commits[each],
  }))
  const found = await lostRecord(git, sampleView(...entries), 'qa', await git.commit(commits[at]))
  expect(found?.commit).toBe(lost ? commits[recorded.at(-1) ?? 'gone'] : undefined)
})

it('sees that the branch was rewound to the state that a rollback brought back to the targets', async () => {
  const git = new MemoryGit()
  const before = await git.make({ a: '1' })
  const failed = await git.make({ a: '2' }, [before])
  const place = { environment: 'qa', operation: 'c'.repeat(16) }
  const merged: LedgerEntry = { kind: 'merged', environment: 'qa', operation, commit: failed }
  const rollback: LedgerEntry = {
    kind: 'rollback',
    ...place,
    of: operation,
    package: samplePackage('search'),
    automatic: true,
    plan: 'application-only',
    state: 'restored',
    reason: 'the shakedown failed',
  }
  const content = sampleOid('content')
  const verified: LedgerEntry = {
    kind: 'verification',
    ...place,
    commit: before,
    content,
    packages: [],
    passed: true,
    checks: [],
  }
  const view = sampleView(merged, rollback, verified)
  expect((await lostRecord(git, view, 'qa', await git.commit(before)))?.commit).toBe(failed)
  expect(await lostRecord(git, view, 'qa', await git.commit(failed))).toBeUndefined()
})
