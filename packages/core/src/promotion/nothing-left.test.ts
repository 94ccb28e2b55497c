import { expect, it } from 'vitest'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost } from '../testing/memory-room.ts'
import { nothingLeft } from './nothing-left.ts'

it.each([
  ['closes the pull request that a sync has overtaken', true, false, [7]],
  ['closes nothing in a dry run', true, true, []],
  ['closes nothing where none is open', false, false, []],
])('%s', async (_, open, dryRun, expected) => {
  const closed: number[] = []
  const forge = {
    findOpen: (head: string, base: string) =>
      Promise.resolve(open && head === 'promote/production/gift-cards' && base === 'main' ? { number: 7 } : undefined),
    update: (number: number, change: { state?: string }) => {
      if (change.state === 'closed') closed.push(number)
      return Promise.resolve()
    },
  }
  // Only what it reaches for.
  const host = partialHost({ clock: { now: () => new Date('2026-11-21T00:00:00Z') }, forge: forge as never })
  const subject = { environment: sampleEnvironment(), package: gift }
  const result = await nothingLeft({ host }, { view: sampleView() }, subject, dryRun)
  expect(result).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
  expect([closed, result.message.includes('#7')]).toEqual([expected, expected.length > 0])
})
