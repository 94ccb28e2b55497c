import { expect, it } from 'vitest'
import { readState, writeState } from '../composition/branch-state.ts'
import { viewHistory } from '../ledger/history.ts'
import type { Oid } from '../package/package.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { gift } from '../testing/facts.ts'
import { foreignPaths } from './foreign-paths.ts'

/** A target, and what merging the package into it gives; the merge is scripted, since `MemoryGit` merges nothing. */
async function promoting(
  merged: Record<string, string>,
): Promise<{ of: (head: Oid) => Promise<string[]>; git: MemoryGit; tree: Oid }> {
  const git = new MemoryGit()
  const tip = await git.make({ 'till.js': 'old' })
  const base = await git.make({ 'till.js': 'old' })
  const pkg = { ...gift, base, source: await git.make(merged, [base]) }
  const content = await git.tree(await git.make(merged, [tip]))
  const host = partialHost({
    git: Object.assign(git, { merge: () => Promise.resolve({ kind: 'clean' as const, tree: content }) }),
    packages: { readRef: () => Promise.resolve({ ref: pkg }) } as never,
    resolutions: {} as never,
  })
  const history = { tip: undefined, records: [] }
  const world = { refs: new Map(), history, view: viewHistory(history) }
  const state = await readState(git, tip)
  return {
    git,
    tree: await writeState(git, content, [pkg], undefined),
    of: (head) => foreignPaths(sampleRoom(host), world, state, { package: gift, head }),
  }
}

it('finds nothing foreign in a head that is the replayed promotion', async () => {
  const { of, git, tree } = await promoting({ 'till.js': 'old', 'gift.js': 'new' })
  const head = await git.make(git.files(tree))
  expect(await of(head)).toEqual([])
})

it('names each path that the head changes and the package does not, and each that it leaves out', async () => {
  const { of, git, tree } = await promoting({ 'till.js': 'old', 'gift.js': 'new' })
  const head = await git.make({ ...git.files(tree), 'till.js': 'stolen', 'evil.js': 'more', 'gift.js': 'other' })
  expect((await of(head)).sort()).toEqual(['evil.js', 'gift.js', 'till.js'])
})

it('takes what the branch says of the package from the store, and not from the record', async () => {
  const { of, git, tree } = await promoting({ 'gift.js': 'new' })
  const path = '.stagecoach/packages/gift-cards.json'
  const said = git.files(tree)[path] ?? ''
  const head = await git.make({ ...git.files(tree), [path]: said.replace(/"base":"[0-9a-f]{40}"/, `"base":"${'f'.repeat(40)}"`) })
  expect(await of(head)).toEqual([path])
})
