import { beforeEach, expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import { viewHistory } from '../ledger/history.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { sweepSnapshots } from './sweep-snapshots.ts'
import { takeSnapshot } from './take-snapshot.ts'

const main = { engine: 'postgres', url: 'env:QA' } as const
const asking = sampleEnvironment({ name: 'qa', disposable: true, snapshot: true, databases: { main } })
const loyalty = samplePackage('loyalty')
const applied = { event: 'applied', package: 'loyalty', migration: '0001_a', normalised: 'n', digest: loyalty.digest }
let asked: string[]
let there: { operation: string; at: string }[]
let drop: () => Promise<string[]>

/** Only what copies reach for. */
function openRoom(log: readonly object[]) {
  const database = {
    lock: () => Promise.resolve('locked'),
    prepare: () => Promise.resolve(),
    raiseFence: (fence: number) => Promise.resolve(void asked.push(`fence ${String(fence)}`)),
    recorded: () => Promise.resolve(undefined),
    log: () => Promise.resolve(log),
    snapshots: () => Promise.resolve(there),
    close: () => Promise.resolve(void asked.push('close')),
  }
  const take = (_: unknown, { operation, fence }: { operation: string; fence: number }) => {
    asked.push(`take ${operation} ${String(fence)}`)
    return Promise.resolve('taken')
  }
  const analysis = { migrations: [{ id: '0001_a', normalised: 'n' }] }
  const manifest = { name: 'loyalty', formerly: [], migrations: [{ id: '0001_a' }] }
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const host = partialHost({
    clock,
    ledger: new MemoryLedger(clock),
    databases: {
      open: () => Promise.resolve(database),
      analyse: () => Promise.resolve(analysis),
      snapshots: { take, mend: () => Promise.resolve(void asked.push('mend')), drop: () => drop() },
    } as never,
    packages: { readRef: () => Promise.resolve({ manifest, files: new Map() }) } as never,
    secrets: { resolve: (values: Record<string, string>) => values },
    progress: () => undefined,
    warn: (line: string) => void asked.push(line.split(' ')[0] ?? ''),
  })
  return { room: sampleRoom(host), database }
}

beforeEach(() => {
  asked = []
  there = []
  drop = () => Promise.resolve((asked.push('drop'), []))
})

async function take(environment: typeof asking, log: readonly object[]): Promise<string[]> {
  const { room } = openRoom(log)
  const history = await room.host.ledger.read()
  const [commit, content] = [sampleOid('c'), sampleOid('t')]
  const task = { operation: 'op', verb: 'promote', environment, commit, content, packages: [loyalty], adoptMerge: false } as const
  await takeSnapshot(room, { refs: new Map(), history, view: viewHistory(history) }, { ...task, packages: [loyalty] }, 7)
  return asked
}

it('copies what nobody has open, after the fence keeps older holders out', async () => {
  expect(await take(asking, [])).toEqual(['mend', 'fence 7', 'close', 'take op 7'])
})

it.each([
  ['everything ran already', asking, [applied]],
  ['the database drifted, so nothing will run', asking, [{ ...applied, package: 'search' }]],
  ['nobody asks for it', sampleEnvironment({ ...asking, snapshot: false }), []],
  ['data matters there', sampleEnvironment({ ...asking, disposable: false }), []],
])('copies nothing when %s', async (_, environment, log) => {
  expect(await take(environment, log)).not.toContain('take op 7')
})

it('drops what nobody asks for any more, and lets a server that will not stop nothing', async () => {
  const sweep = async (snapshot: boolean): Promise<string[]> => {
    asked = []
    const { room, database } = openRoom([])
    await sweepSnapshots(room, sampleEnvironment({ ...asking, snapshot }), { main: database as never })
    return asked
  }
  expect(await sweep(false)).toEqual([])
  there = [{ operation: 'op', at: '2026-11-20T08:00:00.000Z' }]
  expect(await sweep(true)).toEqual([])
  expect(await sweep(false)).toEqual(['drop'])
  drop = () => Promise.reject(new StagecoachError('snapshot-refused', 'No.'))
  expect(await sweep(false)).toEqual(['Snapshots'])
})
