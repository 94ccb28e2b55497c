import { expect, it } from 'vitest'
import type { LedgerEntry, NewEntry } from '../ledger/record.ts'
import { viewHistory } from '../ledger/history.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { adoptMerge } from './adopt-merge.ts'

const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa' })
const operation = 'a'.repeat(16)
const clock = { now: () => new Date('2026-11-20T12:00:00Z') }

/** A merge on the branch whose intent and lease are recorded, and two runs that looked at the same moment. */
async function merged(
  { runState = 'ended', looking = 8 }: { runState?: 'running' | 'ended'; looking?: number },
  ...rest: LedgerEntry[]
) {
  const git = new MemoryGit()
  const tip = await git.make({ a: '1' })
  const merge = await git.make({ a: '2' }, [tip])
  const shared = { environment: 'qa', operation, packages: [gift], plan: '0'.repeat(64) }
  const tree = await git.tree(merge)
  const ledger = new MemoryLedger(clock)
  const entries: LedgerEntry[] = [
    { kind: 'lease', action: 'acquire', environment: 'qa', operation, fence: 1, expires: '2026-11-20T14:00:00Z' },
    { kind: 'intent', verb: 'promote', ...shared, tip, tree, content: tree },
    ...rest,
  ]
  await ledger.append(() => entries.map((each, index): NewEntry => ({ ...each, key: `record ${index}` })))
  ledger.records = ledger.records.map((each) => ({
    ...each,
    by: { login: 'bot', run: { id: 7, attempt: 1, url: '', workflow: '' } },
  }))
  const dispatched: string[] = []
  const forge = {
    dispatch: async (workflow: string) => void dispatched.push(workflow),
    runState: async () => runState,
  }
  const actor = { login: 'bot', run: { id: looking, attempt: 1, url: '', workflow: '' } }
  const host = partialHost({ git: git as never, ledger, clock, actor, forge: forge as never })
  const view = viewHistory(await ledger.read())
  const world = { refs: new Map([['refs/heads/env/qa', { oid: merge }]]), history: view, view }
  const look = (dryRun = false) => adoptMerge(sampleRoom(host), world, environment, dryRun)
  return { look, dispatched, ledger, merge }
}

it('records a merge once and starts one deployment, of two runs that saw it at the same moment', async () => {
  const { look, dispatched, ledger } = await merged({})
  expect((await look())?.outcome).toBe('merged')
  expect(await look()).toBeUndefined()
  expect(ledger.records.filter((each) => each.kind === 'merged')).toHaveLength(1)
  expect(dispatched).toEqual(['stagecoach-deploy.yml'])
})

it('records and starts nothing in a dry run', async () => {
  const { look, dispatched, ledger } = await merged({})
  expect(await look(true)).toMatchObject({ outcome: 'planned', message: expect.stringContaining('would be recorded') })
  expect(ledger.records.some((each) => each.kind === 'merged')).toBe(false)
  expect(dispatched).toEqual([])
})

it('leaves a merge to the run that made it while that one is at work', async () => {
  const { look, dispatched, ledger } = await merged({ runState: 'running' })
  expect(await look()).toBeUndefined()
  expect(ledger.records.some((each) => each.kind === 'merged')).toBe(false)
  expect(dispatched).toEqual([])
})

it.each([
  ['leaves a recorded merge to the run that recorded it', 8, []],
  ['starts the deployment in another attempt of the run that recorded the merge', 7, ['stagecoach-deploy.yml']],
])('%s', async (_what, looking, expected) => {
  const commit = 'c'.repeat(40)
  const { look, dispatched } = await merged({ looking }, { kind: 'merged', environment: 'qa', operation, commit })
  await look()
  expect(dispatched).toEqual(expected)
})
