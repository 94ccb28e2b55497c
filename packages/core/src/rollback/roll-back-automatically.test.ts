import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { gift } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { rollBackAutomatically } from './roll-back-automatically.ts'

it('records what a failure left in the targets when it may not take it back, so that the repair finds no drift', async () => {
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const recorded: string[] = []
  // Only what a refused rollback reaches for.
  const database = {
    log: () => Promise.resolve([]),
    begunMarks: () => Promise.resolve({}),
    dataMarks: () => Promise.resolve({}),
    catalog: () => Promise.resolve({ version: 1, server: '15', objects: {}, order: {} }),
    record: (state: { operation: string }) => Promise.resolve(void recorded.push(state.operation)),
  } as never
  const forge = { recordDeployment: () => Promise.resolve() } as never
  const room = sampleRoom(partialHost({ clock, ledger, forge, progress: () => undefined }))
  const [environment] = room.config.environments
  if (environment === undefined) throw new Error('The sample has no environment.')
  const operation = 'a'.repeat(16)
  const result = await rollBackAutomatically(room, {
    task: {
      operation,
      verb: 'promote',
      environment,
      commit: sampleOid('c'),
      content: sampleOid('t'),
      packages: [gift],
      adoptMerge: false,
    },
    targets: { main: database, all: new Map([['main', database]]), close: () => Promise.resolve() },
    fence: 1,
    checks: [{ name: 'prices', passed: false, detail: 'false', milliseconds: 1 }],
    world: { refs: new Map(), history: await ledger.read(), view: viewHistory(await ledger.read()) },
  })
  expect(result.reason).toBe('rollback-refused')
  expect(recorded).toEqual([operation])
  expect(currentLease(viewHistory(await ledger.read()), environment.name)).toBeUndefined()
})
