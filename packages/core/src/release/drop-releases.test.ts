import { expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import { releaseRecord } from '../ledger/trusted.ts'
import type { RefUpdate } from '../ports/git.ts'
import { samplePromotion } from '../testing/facts.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { dropReleases } from './drop-releases.ts'

const clock = { time: '', now: () => new Date(clock.time) }
const contents = ['a', 'b', 'c', 'd', 'e'].map((word) => sampleOid(word))
const words = new Map(contents.map((content, index) => [content, 'abcde'[index] ?? '']))
const keep = { for: 30 * 24 * 3_600_000, states: 2 }

const release = (word: string): NewEntry => ({
  kind: 'release',
  key: `release:${word}`,
  content: sampleOid(word),
  digest: 'f'.repeat(64),
})
const verified = (word: string, environment = 'production'): NewEntry => ({
  kind: 'verification',
  key: `verified:${environment}:${word}`,
  environment,
  operation: sampleOid(`${environment} ${word}`).slice(0, 16),
  commit: sampleOid(word),
  content: sampleOid(word),
  packages: [],
  passed: true,
  checks: [],
})

/** Five releases of 1 October, each verified in production, in a repository that is swept at an instant. */
async function sweepAt(time: string, ...more: NewEntry[]) {
  const ledger = new MemoryLedger(clock)
  clock.time = '2026-10-01T08:00:00Z'
  for (const word of words.values()) await ledger.append(() => [release(word), verified(word)])
  await ledger.append(() => more)
  clock.time = time
  const tags = new Map(contents.map((content) => [`refs/tags/release/${content}`, { oid: sampleOid(`tag ${content}`) }]))
  const refs = new Map([...tags, ['refs/heads/promote/qa/gift-cards', { oid: sampleOid('head') }] as const])
  const push = (updates: readonly RefUpdate[]) => {
    for (const { ref, expected } of updates) if (refs.get(ref)?.oid === expected) refs.delete(ref)
    return Promise.resolve({ kind: 'pushed' as const })
  }
  // Only what dropping reaches for.
  const host = partialHost({ clock, ledger, git: { push } as never })
  const room = sampleRoom(host, { release: { build: 'make', files: ['dist/**'], keep } })
  /** `meanwhile` is recorded by others between the look and the record. */
  const run = async (dryRun = false, ...meanwhile: NewEntry[]) => {
    const history = await ledger.read()
    const world = { refs: new Map(refs), history, view: viewHistory(history) }
    await ledger.append(() => meanwhile)
    return dropReleases(room, () => Promise.resolve(world), dryRun)
  }
  const left = () => [...words].flatMap(([content, word]) => (refs.has(`refs/tags/release/${content}`) ? [word] : [])).join('')
  const recorded = async () => {
    const view = viewHistory(await ledger.read())
    return [...words].flatMap(([content, word]) => (releaseRecord(view, content) === undefined ? [] : [word])).join('')
  }
  return { run, left, recorded, refs, ledger }
}

it.each([
  ['nothing while all are young', '2026-10-20T08:00:00Z', [], 'abcde'],
  ['all but those of the newest states, once they are old', '2026-12-01T08:00:00Z', [], 'de'],
  ['none that another environment has as one of its newest states', '2026-12-01T08:00:00Z', [verified('a', 'qa')], 'ade'],
  [
    'none that an open promotion would merge',
    '2026-12-01T08:00:00Z',
    [samplePromotion({ environment: 'qa', content: sampleOid('b') })],
    'bde',
  ],
  [
    'those of promotions whose branch is gone',
    '2026-12-01T08:00:00Z',
    [samplePromotion({ environment: 'integration', content: sampleOid('b') })],
    'de',
  ],
] as const)('drops %s', async (_, time, more, kept) => {
  const entries = more.map((entry, index): NewEntry => ({ ...entry, key: `more ${index}` }))
  const { run, left, recorded } = await sweepAt(time, ...entries)
  await run()
  expect([left(), await recorded()]).toEqual([kept, kept])
  expect(await run()).toEqual([])
})

it('says in a dry run what it would drop, and drops nothing', async () => {
  const { run, left } = await sweepAt('2026-12-01T08:00:00Z')
  expect(await run(true)).toEqual(['releases: 3 of old contents are dropped.'])
  expect(left()).toBe('abcde')
})

it('deletes what an attempt before recorded and left', async () => {
  const { run, left, refs } = await sweepAt('2026-12-01T08:00:00Z')
  const tag = `refs/tags/release/${sampleOid('a')}`
  const held = refs.get(tag)
  await run()
  if (held !== undefined) refs.set(tag, held)
  expect(left()).toBe('ade')
  await run()
  expect(left()).toBe('de')
})

it('keeps what another run proposed or deployed while the sweep looked', async () => {
  const { run, left, recorded } = await sweepAt('2026-12-01T08:00:00Z')
  const proposed = samplePromotion({ environment: 'integration', content: sampleOid('b') })
  await run(false, { ...proposed, key: 'proposed' }, verified('a', 'qa'))
  expect([left(), await recorded()]).toEqual(['abde', 'abde'])
})
