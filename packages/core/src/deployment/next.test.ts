import { expect, it } from 'vitest'
import type { LedgerEntry, PromotionEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { samplePromotion } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { startNext } from './next.ts'

const first = samplePackage('gift-cards')
const second = samplePackage('gift-cards', { version: '2.0.0', digest: 'f'.repeat(64) })
const search = samplePackage('search')

const promoted = (pkg: PackageRef, state: PromotionEntry['state'] = 'ready'): LedgerEntry =>
  samplePromotion({ environment: 'qa', package: pkg, state })
const verified = (...packages: PackageRef[]): LedgerEntry => ({
  kind: 'verification',
  environment: 'qa',
  operation: 'a'.repeat(16),
  commit: sampleOid('qa'),
  content: sampleOid('qa'),
  packages,
  passed: true,
  checks: [],
})

it.each([
  ['another package waits there', [promoted(first), promoted(search), verified(first)], ['qa']],
  ['nothing else was promoted there', [promoted(first), verified(first)], []],
  ['only a version waits that a newer one has replaced', [promoted(first), promoted(second), verified(second)], []],
  ['a newer version of what it holds waits', [promoted(first), promoted(second), verified(first)], ['qa']],
  ['what waited was refused', [promoted(first), promoted(search, 'refused'), verified(first)], []],
])('makes open promotions of the environment again when needed: %s', async (_what, entries, started) => {
  const dispatched: (string | undefined)[] = []
  const dispatch = (_workflow: string, inputs: Record<string, string>): Promise<void> =>
    Promise.resolve(void dispatched.push(inputs['environment']))
  const room = sampleRoom(partialHost({ forge: { dispatch } as never }))
  const qa = room.config.environments.find((each) => each.name === 'qa')
  if (qa === undefined) throw new Error('The sample has no qa.')
  const { tip, records } = sampleView(...entries)
  await startNext(room, { tip, records }, qa)
  expect(dispatched).toEqual(started)
})
