import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { stateRelease, type StateRelease } from './state-release.ts'

const content = sampleOid('before')
const digest = 'a'.repeat(64)
const recorded: LedgerEntry = { kind: 'release', content, digest }
const release = { build: 'make', files: ['dist/**'] }

/** Asked for a state of `content` where the store holds `stored`. */
function ask(entries: LedgerEntry[], stored: string | undefined, config: { release?: typeof release }): Promise<StateRelease> {
  const find = () => Promise.resolve(stored === undefined ? undefined : { content, digest: stored, files: 1 })
  // Only what is looked for.
  const room = sampleRoom(partialHost({ releases: { find } as never }), config)
  return stateRelease(room, sampleView(...entries), { content })
}

it.each([
  ['is there when it is recorded and stored', [recorded], digest, { release }, 'there'],
  ['is gone when its tag was deleted', [recorded], undefined, { release }, 'gone'],
  ['was never built when nobody recorded it', [], undefined, { release }, 'never'],
  ['was never built when a tag is there that nobody recorded', [], digest, { release }, 'never'],
  ['is not missed where none is built', [], undefined, {}, 'there'],
] as const)('the release of a state %s', async (_what, entries, stored, config, there) => {
  expect(await ask([...entries], stored, config)).toBe(there)
})

it('is no reason to refuse the way back when it was exchanged: that is said loudly', async () => {
  await expect(ask([recorded], 'b'.repeat(64), { release })).rejects.toMatchObject({ code: 'release-tampered' })
})
