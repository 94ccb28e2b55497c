import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import { gift } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import type { World } from '../world.ts'
import { adoptByHand } from './adopt-by-hand.ts'
import type { Merge } from './merge-promotion.ts'

const operation = 'a'.repeat(16)
const commit = { oid: sampleOid('merge'), tree: sampleOid('tree'), parents: [sampleOid('tip')] }

/** A room, the world as the gate first saw it, and what it starts; `meanwhile` is recorded after that look. */
async function openHand(meanwhile: NewEntry[] = []) {
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const before = await ledger.read()
  if (meanwhile.length > 0) await ledger.append(() => meanwhile)
  const moved = new Map([['refs/heads/env/qa', { oid: sampleOid('later') }]])
  const dispatched: unknown[] = []
  const room = sampleRoom(
    partialHost({
      clock,
      ledger,
      git: { fetch: () => Promise.resolve(moved) } as never,
      forge: {
        dispatch: (workflow: string, inputs: unknown) => Promise.resolve(void dispatched.push([workflow, inputs])),
      } as never,
    }),
  )
  const environment = room.config.environments.find((each) => each.name === 'qa')
  if (environment === undefined) throw new Error('The sample has no qa.')
  const merge: Merge = {
    environment,
    pull: { number: 7 } as never,
    operation,
    verb: 'sync',
    tip: sampleOid('tip'),
    head: sampleOid('head'),
    tree: sampleOid('tree'),
    content: sampleOid('content'),
    packages: [gift],
    plan: '0'.repeat(64),
    title: 'Bring it down',
  }
  const world: World = { refs: new Map(), history: before, view: viewHistory(before) }
  const view = async () => viewHistory(await ledger.read())
  return { room, world, merge, dispatched, view }
}

it('looks at branch, ledger and gates again under the lease, and records nothing of a merge that no longer counts', async () => {
  const stop: NewEntry = {
    kind: 'act',
    key: 'stop',
    act: 'stop',
    person: 'ada',
    role: 'write',
    reason: 'a fire',
    environment: 'qa',
  }
  const { room, world, merge, dispatched, view } = await openHand([stop])
  const seen: unknown[] = []
  const stillOpen = (again: World): Promise<string | undefined> => {
    seen.push(again.refs.get('refs/heads/env/qa')?.oid, again.view.of('act').length)
    return Promise.resolve('a gate closed')
  }
  expect(await adoptByHand(room, world, { merge, commit: commit as never, stillOpen })).toMatchObject({
    outcome: 'pending',
    reason: 'base-moved',
    message: '#7 was merged by hand and is not taken over now: a gate closed.',
  })
  expect(seen).toEqual([sampleOid('later'), 1])
  expect(dispatched).toEqual([])
  const after = await view()
  expect([after.of('intent', 'qa'), after.of('merged', 'qa')]).toEqual([[], []])
  expect(after.of('lease', 'qa').map((each) => each.action)).toEqual(['acquire', 'release'])
})

it('records a merge once, when two gates that saw it come one after the other', async () => {
  const merged: NewEntry = { kind: 'merged', key: `merged:${operation}`, operation, environment: 'qa', commit: commit.oid }
  const { room, world, merge, dispatched, view } = await openHand([merged])
  const stillOpen = (): Promise<undefined> => Promise.resolve(undefined)
  expect(await adoptByHand(room, world, { merge, commit: commit as never, stillOpen })).toMatchObject({
    outcome: 'pending',
    message: '#7 was merged by hand and is not taken over now: another run recorded it meanwhile.',
  })
  expect(dispatched).toEqual([])
  expect((await view()).of('merged', 'qa')).toHaveLength(1)
})

it('records intent and merge and starts the deployment of one that still counts', async () => {
  const { room, world, merge, dispatched, view } = await openHand()
  const stillOpen = (): Promise<undefined> => Promise.resolve(undefined)
  expect(await adoptByHand(room, world, { merge, commit: commit as never, stillOpen })).toMatchObject({ outcome: 'merged' })
  expect(dispatched).toEqual([['stagecoach-deploy.yml', { environment: 'qa' }]])
  const after = await view()
  expect(after.of('merged', 'qa')).toMatchObject([{ operation, commit: commit.oid }])
  expect(after.of('intent', 'qa')).toMatchObject([{ operation, verb: 'sync', tip: sampleOid('tip') }])
  expect(after.of('lease', 'qa').map((each) => each.action)).toEqual(['acquire', 'yield'])
})
