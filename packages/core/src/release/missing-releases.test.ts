import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { missingReleases } from './missing-releases.ts'

const [verified, pushed] = [sampleOid('verified'), sampleOid('pushed')]
const release = { build: 'make', files: ['dist/**'] }
const about = { environment: 'qa', commit: sampleOid('commit'), content: verified, packages: [] }
const verification: LedgerEntry = { kind: 'verification', operation: 'a'.repeat(16), passed: true, checks: [], ...about }
const baseline: LedgerEntry = { kind: 'baseline', fingerprints: {}, ...about }
const recorded: LedgerEntry = { kind: 'release', content: pushed, digest: 'a'.repeat(64) }

it.each([
  ['is built where people pushed since', [verification], { release }, pushed, true],
  ['is there already', [verification, recorded], { release }, pushed, false],
  ['is that of what runs', [verification], { release }, verified, false],
  ['is not built of what an environment started from', [baseline], { release }, pushed, false],
  ['is not built where nothing was deployed', [], { release }, pushed, false],
  ['is not built where none is configured', [verification], {}, pushed, false],
])('the release to go back to %s', async (_what, entries, config, content, built) => {
  const find = () => Promise.resolve({ content: pushed, digest: 'a'.repeat(64), files: 1 })
  // Only what is looked for.
  const room = sampleRoom(partialHost({ releases: { find } as never }), config)
  const tip = { oid: sampleOid('tip'), content }
  const world = { view: sampleView(...entries) }
  const merged = { content: sampleOid('merged'), head: sampleOid('head'), conflicts: [] }
  const facts = { environment: 'qa', package: 'search', merged, missing: true, tip }
  const forward = { environment: 'qa', package: 'search', content: merged.content, head: merged.head }
  // Without an environment: nothing is started when it is stored.
  const back = { content, head: tip.oid }
  expect(await missingReleases(room, world, facts)).toEqual(built ? [forward, back] : [forward])
  expect(await missingReleases(room, world, { ...facts, missing: false })).toEqual(built ? [back] : [])
  expect(await missingReleases(room, world, { ...facts, merged: { ...merged, conflicts: ['src/search.js'] } })).toEqual([])
})
