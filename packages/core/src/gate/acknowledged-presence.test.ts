import { expect, it } from 'vitest'
import { writeState } from '../composition/branch-state.ts'
import { judgeTip } from '../composition/judge-tip.ts'
import { viewHistory } from '../ledger/history.ts'
import { gift } from '../testing/facts.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { acknowledgedPresence } from './acknowledged-presence.ts'

it('ends the doubt about a package for the commits that a person looked at', async () => {
  const ledger = new MemoryLedger({ now: () => new Date('2026-11-20T08:00:00Z') })
  const git = new MemoryGit()
  const merge = await git.make({}, [], { tree: await writeState(git, await git.make({ a: '1' }), [gift], undefined) })
  const oid = await git.make({}, [merge], { tree: await writeState(git, await git.make({ a: '2' }), [gift], undefined) })
  const place = { environment: 'qa', operation: 'a'.repeat(16) }
  await ledger.append(() => [
    { kind: 'merged', key: 'merged', ...place, commit: merge },
    {
      kind: 'verification',
      key: 'verified',
      ...place,
      commit: merge,
      content: merge,
      packages: [gift],
      passed: true,
      checks: [],
    },
    { kind: 'foreign', key: 'foreign', environment: 'qa', commit: oid, verdicts: { 'gift-cards': 'unknown' }, reason: 'by hand' },
  ])
  // Nothing is merged here: the commit was judged before.
  const room = sampleRoom(partialHost({ git: git as never }))
  const world = async () => {
    const history = await ledger.read()
    return { refs: new Map([['refs/heads/env/qa', { oid }]]), history, view: viewHistory(history) }
  }
  const unclear = async () => {
    const [environment] = room.config.environments.filter((each) => each.name === 'qa')
    if (environment === undefined) throw new Error('The sample has no qa.')
    const state = { content: merge, packages: [gift] }
    return (await judgeTip(room, await world(), environment, await git.commit(oid), state)).unclear.map((each) => each.code)
  }
  expect(await unclear()).toEqual(['presence-unknown'])
  const asked = { environment: 'qa', package: 'gift-cards', reason: 'I compared it' }
  const entries = await acknowledgedPresence(room, await world(), asked, 'ada')
  await ledger.append(() => entries)
  expect(await unclear()).toEqual([])

  // The act that goes with it counts for no later commit.
  const act = { kind: 'act', act: 'acknowledge', environment: 'qa', package: 'gift-cards', digest: gift.digest } as const
  const gone = {
    kind: 'foreign',
    environment: 'qa',
    commit: oid,
    verdicts: { 'gift-cards': 'absent' },
    reason: 'by hand',
  } as const
  await ledger.append(() => [
    { ...act, key: 'ack', person: 'ada', role: 'write', reason: 'I compared it' },
    { ...gone, key: 'gone' },
  ])
  expect(await unclear()).toEqual(['presence-unknown'])
  expect(await acknowledgedPresence(room, await world(), asked, 'ada')).toEqual([])
})
