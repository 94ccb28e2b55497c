import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { logEntry } from '../testing/packages.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { gatherFailure } from './gather-failure.ts'

const [verified, stayed, failing] = ['a', 'b', 'c'].map((letter) => letter.repeat(16)) as [string, string, string]
const broken = samplePackage('loyalty')
const repaired = samplePackage('loyalty', { version: '2.0.0' })
const place = { environment: 'qa', commit: sampleOid('commit'), content: sampleOid('content') }
const entries: LedgerEntry[] = [
  { kind: 'verification', operation: verified, ...place, packages: [], passed: true, checks: [] },
  { kind: 'deployment', operation: stayed, ...place, state: 'failed', packages: [broken], fence: 2, plan: 'f'.repeat(64) },
]

it('takes along what failed before and was not taken back, from its own copy of the database', async () => {
  const log = [
    { ...logEntry(broken, '0001_a'), operation: stayed },
    { ...logEntry(repaired, '0002_b'), operation: failing },
  ]
  const asked: string[][] = []
  const database = {
    log: () => Promise.resolve(log),
    begunMarks: () => Promise.resolve({}),
    dataMarks: () => Promise.resolve({}),
    unfinished: (operations: string[]) => Promise.resolve((asked.push(operations), [])),
    snapshots: () => Promise.resolve([stayed, failing].map((operation) => ({ operation, at: '2026-11-20T08:00:00.000Z' }))),
  } as never
  const host = partialHost({
    packages: { read: () => Promise.resolve({ manifest: {}, files: new Map() }) } as never,
    databases: { analyse: () => Promise.resolve({ migrations: [] }) } as never,
  })
  const environment = sampleEnvironment({ name: 'qa', disposable: true, snapshot: true })
  const { changed, operations, facts } = await gatherFailure(sampleRoom(host), {
    task: { ...place, operation: failing, verb: 'promote', environment, packages: [repaired], adoptMerge: false } as never,
    targets: { main: database, all: new Map(), close: () => Promise.resolve() },
    fence: 3,
    checks: [],
    world: { refs: new Map(), view: sampleView(...entries) } as never,
  })
  expect(operations).toEqual([failing, stayed])
  expect(asked).toEqual([[failing, stayed]])
  expect(changed.applied.map((row) => row.migration)).toEqual(['0001_a', '0002_b'])
  expect(facts.snapshot?.operation).toBe(stayed)
})
