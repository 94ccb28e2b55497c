import { describe, expect, it } from 'vitest'
import type { Forge } from '../ports/forge.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { wakeBuild, wakeGate, wakePromotion } from './wake.ts'

const actor = { login: 'ada', run: { id: 41, attempt: 1, url: 'https://github.example/41', workflow: 'Stagecoach build' } }

function roomThatCounts() {
  const started: [string, Record<string, string>][] = []
  const forge = {
    dispatch(workflow: string, inputs: Record<string, string>): Promise<void> {
      started.push([workflow, inputs])
      return Promise.resolve()
    },
  } as Forge // No other part of the port may be reached.
  return { room: sampleRoom(partialHost({ forge, actor })), started }
}

const build = 'stagecoach-build.yml'
const promote = 'stagecoach-promote.yml'
const gate = 'stagecoach-gate.yml'
const rollback = 'rollback/qa/0123456789abcdef'

describe('waking a workflow of the default branch', () => {
  it.each([
    ['a feature', build, (room) => wakeBuild(room, 'feature/$(id)'), { feature: 'feature/$(id)', 'woken-by': '41' }],
    [
      'a resolution',
      promote,
      (room) => wakePromotion(room, 'promote/qa/loyalty'),
      { environment: 'qa', package: 'loyalty', 'woken-by': '41' },
    ],
    [
      'a review',
      gate,
      (room) => wakeGate(room, { branch: 'promote/qa/loyalty', pullRequest: 7 }),
      { environment: 'qa', package: 'loyalty' },
    ],
    [
      'a review of a rollback',
      gate,
      (room) => wakeGate(room, { branch: rollback, pullRequest: 7 }),
      { environment: 'qa', 'pull-request': '7' },
    ],
    ['a check on a rollback, whose number is not known', gate, (room) => wakeGate(room, { branch: rollback }), {}],
    ['a status, which names no branch', gate, (room) => wakeGate(room, {}), {}],
  ] satisfies [string, string, (room: ReturnType<typeof sampleRoom>) => Promise<unknown>, Record<string, string>][])(
    'starts one for %s',
    async (_, workflow, wake, inputs) => {
      const { room, started } = roomThatCounts()
      expect(await wake(room)).toMatchObject({ outcome: 'started', next: [{ workflow, inputs }] })
      expect(started).toEqual([[workflow, inputs]])
    },
  )

  it('starts nothing for a branch of somebody else', async () => {
    const { room, started } = roomThatCounts()
    for (const branch of ['feature/x', 'promote/qa', 'promote/qa/x/y', 'rollback/qa/zzz'])
      expect(await wakeGate(room, { branch, pullRequest: 7 })).toMatchObject({ outcome: 'unchanged' })
    expect(await wakePromotion(room, 'promote/qa/../main')).toMatchObject({ outcome: 'unchanged' })
    expect(started).toEqual([])
  })

  it('starts nothing for a name that is none, or for an environment that nobody configured', async () => {
    const { room, started } = roomThatCounts()
    await expect(wakeBuild(room, '--upload-pack=x')).rejects.toMatchObject({ code: 'branch-name-invalid' })
    await expect(wakePromotion(room, 'promote/mars/loyalty')).rejects.toMatchObject({ code: 'environment-unknown' })
    await expect(wakeGate(room, { branch: 'promote/mars/loyalty' })).rejects.toMatchObject({ code: 'environment-unknown' })
    expect(started).toEqual([])
  })

  it('says in a dry run what it would start', async () => {
    const { room, started } = roomThatCounts()
    expect(await wakeBuild(room, 'feature/x', { dryRun: true })).toMatchObject({ outcome: 'planned' })
    expect(started).toEqual([])
  })
})
