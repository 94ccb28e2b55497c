import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { ranByHalf } from '../ledger/rollbacks.ts'
import { StagecoachError } from '../error.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import type { FailedDeployment } from './failed-deployment.ts'
import { rollBackAutomatically } from './roll-back-automatically.ts'

/** A failure in an environment that was never verified, which may not be taken back. */
async function refuse(failure: Partial<FailedDeployment> = {}, log: readonly object[] = []) {
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const recorded: string[] = []
  // Only what a refused rollback reaches for.
  const database = {
    log: () => Promise.resolve(log),
    begunMarks: () => Promise.resolve({}),
    dataMarks: () => Promise.resolve({}),
    unfinished: () => Promise.resolve([]),
    catalog: () => Promise.resolve({ version: 1, server: '15', objects: {}, order: {} }),
    record: (state: { operation: string }) => Promise.resolve(void recorded.push(state.operation)),
  } as never
  const forge = { recordDeployment: () => Promise.resolve() } as never
  const secrets = { resolve: (values: object) => Object.fromEntries(Object.keys(values).map((key) => [key, 'tok-123456'])) }
  const room = sampleRoom(partialHost({ clock, ledger, forge, secrets, progress: () => undefined }))
  const environment = sampleEnvironment({ config: { TOKEN: 'env:TOKEN' } })
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
    ...failure,
  })
  return { result, recorded, operation, view: viewHistory(await ledger.read()) }
}

it('records what a failure left in the targets when it may not take it back, so that the repair finds no drift', async () => {
  const { result, recorded, operation, view } = await refuse()
  expect(result.reason).toBe('rollback-refused')
  expect(recorded).toEqual([operation])
  expect(currentLease(view, 'production')).toBeUndefined()
})

it('says what the targets have run of it, so that the repaired version is planned against that', async () => {
  const row = { event: 'applied', package: gift.name, version: gift.version, migration: '0001_card', operation: 'f'.repeat(16) }
  const { view } = await refuse({}, [row, { ...row, package: 'loyalty' }])
  expect([...ranByHalf(view, 'production')]).toEqual([[gift.digest, [`${gift.name}/0001_card`]]])
})

it('writes no declared value that a database repeats into record, hold and answer', async () => {
  const error = new StagecoachError('migration-failed', 'invalid input syntax for type integer: "tok-123456"')
  const { result, view } = await refuse({ checks: [], error })
  const texts = [result.message, view.of('deployment').at(-1)?.error?.message, view.of('act').at(-1)?.reason]
  expect(texts.map((text) => text?.includes('integer: "***"'))).toEqual([true, true, true])
  expect(JSON.stringify([result, view.of('rollback')])).not.toContain('tok-123456')
})
