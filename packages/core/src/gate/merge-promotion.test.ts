import { expect, it } from 'vitest'
import type { Host } from '../ports/runtime.ts'
import { viewHistory } from '../ledger/history.ts'
import type { Forge, MergeOutcome } from '../ports/forge.ts'
import type { Result } from '../outcome.ts'
import { gift } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import type { World } from '../world.ts'
import { carryOut, type Merge, type SeenAgain } from './merge-promotion.ts'

const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
const refs = new Map([['refs/heads/env/qa', { oid: sampleOid('tip') }]])
const merged: MergeOutcome = { kind: 'merged', commit: sampleOid('merged') }

/** Why it must not be merged, as seen under the lease. */
type Why = (again: World) => string | undefined

interface Attempt {
  result: Result
  statuses: string[]
  asked: number
  recorded: string[]
}

/** The gate's last steps for #7 to qa; `bases` is what the pull request asks for, look by look. */
async function attempt(bases: string[], answer: MergeOutcome, why: Why = () => undefined): Promise<Attempt> {
  const ledger = new MemoryLedger(clock)
  const before = await ledger.read()
  await ledger.append(() => [
    { kind: 'act', key: 'stop', act: 'stop', person: 'ada', role: 'write', reason: 'a fire', environment: 'integration' },
  ])
  const statuses: string[] = []
  let asked = 0
  // Only what the way to the merge reaches for.
  const get = (): Promise<Merge['pull']> =>
    Promise.resolve({ ...pull, base: { branch: bases.shift() ?? '', sha: sampleOid('tip') } })
  const forge: Partial<Forge> = {
    setStatus: (_sha, { context, state }) => Promise.resolve(void statuses.push(`${context} ${state}`)),
    get,
    merge: () => Promise.resolve(((asked += 1), answer)),
  }
  const git: Partial<Host['git']> = { fetch: () => Promise.resolve(refs), log: () => Promise.resolve([]) }
  const room = sampleRoom(partialHost({ clock, ledger, git: git as never, forge: forge as never }))
  const environment = room.config.environments.find((each) => each.name === 'qa')
  if (environment === undefined) throw new Error('The sample has no qa.')
  const world = { refs, history: before, view: viewHistory(before) }
  const look = async (again: World): Promise<SeenAgain> => ({ pull: await get(), why: why(again) })
  const result = await carryOut(room, world, { ...merge, environment }, () => [], look)
  return { result, statuses, asked, recorded: (await ledger.read()).records.map((each) => each.kind) }
}

const pull = {
  number: 7,
  head: { branch: 'promote/qa/gift-cards', sha: sampleOid('head') },
  url: '',
  state: 'open',
  merged: false,
} as Merge['pull']
const merge: Omit<Merge, 'environment'> = {
  pull,
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

it('sees under the lease what was recorded since the first look', async () => {
  const stopped: Why = ({ view }) => (view.of('act').length === 0 ? undefined : 'The line is stopped.')
  const { result, statuses, asked } = await attempt(['env/qa'], merged, stopped)
  expect(result).toMatchObject({ outcome: 'pending', message: 'The line is stopped.' })
  expect(statuses).toEqual(['stagecoach/gate/qa pending'])
  expect(asked).toBe(0)
})

it('merges nothing when somebody gave the pull request another base since the first look', async () => {
  const { result, statuses, asked } = await attempt(['main'], merged)
  expect(result).toMatchObject({ outcome: 'pending', reason: 'base-moved' })
  expect(result.message).toMatch(/^#7 asks for main now, and not for env\/qa/)
  expect(statuses).toEqual(['stagecoach/gate/qa pending'])
  expect(asked).toBe(0)
})

it('withdraws when the rule of another base refuses the merge', async () => {
  const refused: MergeOutcome = {
    kind: 'not-mergeable',
    message: 'Required status check "stagecoach/gate/production" is expected.',
  }
  const { result, statuses } = await attempt(['env/qa', 'main'], refused)
  expect(result).toMatchObject({
    outcome: 'pending',
    reason: 'base-moved',
    message: expect.stringMatching(/main now, .* env\/qa/),
  })
  expect(statuses).toEqual(['stagecoach/gate/qa success', 'stagecoach/gate/qa pending'])
})

it('says where a merge went whose base was changed under it, records nothing as merged and takes the success back', async () => {
  const { result, statuses, recorded } = await attempt(['env/qa', 'main'], merged)
  expect(result).toMatchObject({ outcome: 'blocked', reason: 'tip-undecided' })
  expect(result.message).toMatch(/^#7 was merged into main as [0-9a-f]{12}, and not into env\/qa/)
  expect(result.advice?.[0]).toContain(`git revert --no-edit -m 1 ${sampleOid('merged')} && git push origin HEAD:refs/heads/main`)
  expect(statuses).toEqual(['stagecoach/gate/qa success', 'stagecoach/gate/qa failure'])
  expect(recorded).not.toContain('merged')
  expect(recorded.at(-1)).toBe('lease')
})

it('keeps the lease when the merge does not show on the branch yet: whoever looks next takes it over', async () => {
  await expect(attempt(['env/qa', 'env/qa'], merged)).rejects.toMatchObject({ code: 'merge-not-seen' })
})
