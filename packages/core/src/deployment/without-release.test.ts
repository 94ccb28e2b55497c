import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import type { DeploymentTask } from './task.ts'
import { releaseMissing, withoutRelease } from './without-release.ts'

it.each([
  ['promote', 'Run the promote workflow again'],
  ['deploy', 'Promote a package to production: that builds a release of the whole branch'],
] as const)('says after a %s without release what makes one', (verb, advice) => {
  const result = releaseMissing({ verb, environment: sampleEnvironment(), content: 'c'.repeat(40) })
  expect(result).toMatchObject({ outcome: 'blocked', reason: 'release-missing', advice: [expect.stringContaining(advice)] })
})

it.each([
  ['has a release built', 'deploy', true, 'started'],
  ['asks a person', 'deploy', false, 'blocked'],
  ['asks a person', 'promote', true, 'blocked'],
] as const)('%s for a %s, with a verified state before: %s', async (_, verb, verified, outcome) => {
  const place = { operation: 'b'.repeat(16), environment: 'production', commit: sampleOid('before'), content: sampleOid('old') }
  const entries = verified ? [{ kind: 'verification' as const, ...place, packages: [], passed: true, checks: [] }] : []
  const view = sampleView(...entries)
  const dispatched: unknown[] = []
  const forge = { dispatch: (workflow: string, inputs: object) => Promise.resolve(void dispatched.push([workflow, inputs])) }
  // Only what it reaches for.
  const room = sampleRoom(partialHost({ forge: forge as never }))
  const task: DeploymentTask = {
    operation: 'a'.repeat(16),
    verb,
    environment: sampleEnvironment(),
    commit: sampleOid('tip'),
    content: sampleOid('new'),
    packages: [],
    adoptMerge: false,
  }
  const result = await withoutRelease(room, { view, history: view, refs: new Map() }, task)
  expect(result).toMatchObject({ outcome, reason: 'release-missing' })
  const expected = [['stagecoach-promote.yml', { environment: 'production', release: 'true' }]]
  expect(dispatched).toEqual(outcome === 'started' ? expected : [])
})
