import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import { gift } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { carryOut, type Merge } from './merge-promotion.ts'

it('sees under the lease what was recorded since the first look', async () => {
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const before = await ledger.read()
  await ledger.append(() => [
    { kind: 'act', key: 'stop', act: 'stop', person: 'ada', role: 'write', reason: 'a fire', environment: 'qa' },
  ])
  const refs = new Map([['refs/heads/env/qa', { oid: sampleOid('tip') }]])
  const statuses: string[] = []
  // Only what the way to the second look reaches for.
  const host = partialHost({
    clock,
    ledger,
    git: { fetch: () => Promise.resolve(refs) } as never,
    forge: { setStatus: (_sha: string, status: { state: string }) => Promise.resolve(void statuses.push(status.state)) } as never,
  })
  const room = sampleRoom(host)
  const environment = room.config.environments.find((each) => each.name === 'qa')
  if (environment === undefined) throw new Error('The sample has no qa.')
  const merge: Merge = {
    environment,
    pull: { number: 7, head: { branch: 'promote/qa/gift-cards', sha: sampleOid('head') }, url: '' } as never,
    operation: 'a'.repeat(16),
    verb: 'promote',
    tip: sampleOid('tip'),
    head: sampleOid('head'),
    tree: sampleOid('tree'),
    content: sampleOid('content'),
    packages: [gift],
    plan: '0'.repeat(64),
    title: 'Promote',
  }
  const stillOpen = (again: { view: { of(kind: 'act'): readonly unknown[] } }): Promise<string | undefined> =>
    Promise.resolve(again.view.of('act').length === 0 ? undefined : 'The line is stopped.')
  const result = await carryOut(room, { refs, history: before, view: viewHistory(before) }, merge, () => [], stillOpen)
  expect(result).toMatchObject({ outcome: 'pending', message: 'The line is stopped.' })
  expect(statuses).toEqual(['pending'])
})
