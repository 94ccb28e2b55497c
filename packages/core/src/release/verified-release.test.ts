import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { releaseOfVerified } from './verified-release.ts'

const content = sampleOid('adopted')
const release = { build: 'make', files: ['dist/**'] }
const baseline: LedgerEntry = {
  kind: 'baseline',
  environment: 'qa',
  commit: sampleOid('commit'),
  content,
  packages: [],
  fingerprints: {},
}
const recorded: LedgerEntry = { kind: 'release', content, digest: 'a'.repeat(64) }

it.each([
  ['is built of what an environment was adopted with', [baseline], { release }, true],
  ['is there already', [baseline, recorded], { release }, false],
  ['is not built where none is configured', [baseline], {}, false],
  ['is not built where nothing was verified', [], { release }, false],
])('a release to go back to %s', async (_what, entries, config, built) => {
  const find = () => Promise.resolve({ content, digest: 'a'.repeat(64), files: 1 })
  // Only what is looked for.
  const room = sampleRoom(partialHost({ releases: { find } as never }), config)
  const ask = (dryRun: boolean) => releaseOfVerified(room, { view: sampleView(...entries) }, { name: 'qa' }, dryRun)
  const [started, planned] = [await ask(false), await ask(true)]
  // Without an environment: nothing is started when it is stored.
  expect(started?.releases).toEqual(built ? [{ content, head: sampleOid('commit') }] : undefined)
  expect(planned?.outcome).toBe(built ? 'planned' : undefined)
  expect(planned?.releases).toBeUndefined()
})
