import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { releaseAbandoned } from './abandoned-lease.ts'

const operation = 'a'.repeat(16)
const place = { environment: 'qa', operation }
const head = sampleOid('head')
const lease = (action: 'acquire' | 'yield'): LedgerEntry => ({
  kind: 'lease',
  action,
  ...place,
  fence: 1,
  expires: '2026-11-20T09:00:00Z',
})
const merged: LedgerEntry = { kind: 'merged', ...place, commit: sampleOid('merge') }

async function sweepLease(hour: string, entries: (tip: string, tree: string) => LedgerEntry[], foreseen = false) {
  const clock = { now: () => new Date(`2026-11-20T${hour}:00:00Z`) }
  const git = new MemoryGit()
  const before = await git.make({ a: '1' })
  const tip = foreseen ? await git.make({ a: '2' }, [before]) : before
  const ledger = new MemoryLedger(clock)
  const tree = foreseen ? await git.tree(tip) : sampleOid('tree')
  await ledger.append(() => entries(before, tree).map((entry, index) => ({ ...entry, key: `record ${index}` })))
  const statuses: string[] = []
  // Only what the sweep of a lease reaches for.
  const forge = {
    setStatus: (sha: string, { state }: { state: string }) => Promise.resolve(void statuses.push(`${sha} ${state}`)),
  } as never
  const room = sampleRoom(partialHost({ clock, ledger, git: git as never, forge }))
  const environment = room.config.environments.find((each) => each.name === 'qa')
  if (environment === undefined) throw new Error('The sample has no qa.')
  const history = await ledger.read()
  const refs = new Map([['refs/heads/env/qa', { oid: tip }]])
  const released = await releaseAbandoned(room, { refs, history, view: viewHistory(history) }, environment)
  return { released, free: currentLease(viewHistory(await ledger.read()), 'qa') === undefined, statuses }
}

const intent = (tip: string, tree: string): LedgerEntry => ({
  kind: 'intent',
  verb: 'promote',
  ...place,
  tip,
  head,
  tree,
  content: sampleOid('content'),
  packages: [],
  plan: '0'.repeat(64),
})

it('gives back the lease of a gate that was killed before it merged, and takes its success away', async () => {
  const swept = await sweepLease('10', (tip, tree) => [lease('acquire'), intent(tip, tree)])
  expect(swept).toEqual({ released: true, free: true, statuses: [`${head} pending`] })
})

it('gives back a lease under which nothing was ever intended', async () => {
  expect(await sweepLease('08', () => [lease('yield')])).toEqual({ released: true, free: true, statuses: [] })
})

it.each([
  ['its holder may still live', '08', [] as LedgerEntry[], false],
  ['its merge is on the branch and not recorded yet', '10', [], true],
  ['its merge is recorded', '10', [merged], false],
])('leaves a lease alone when %s', async (_what, hour, more, foreseen) => {
  const swept = await sweepLease(hour, (tip, tree) => [lease('acquire'), intent(tip, tree), ...more], foreseen)
  expect(swept).toEqual({ released: false, free: false, statuses: [] })
})
