import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, samplePipeline, sampleRoom } from '../testing/memory-room.ts'
import { samplePackage } from '../testing/samples.ts'
import type { Oid } from '../package/package.ts'
import { contentId, writeState } from './branch-state.ts'
import { readTarget } from './read-target.ts'

async function baselineOf(
  git: MemoryGit,
  name: string,
  tips: { main: Oid; qa: Oid },
  ...entries: LedgerEntry[]
): Promise<Oid | undefined> {
  const refs = new Map([
    ['refs/heads/main', { oid: tips.main }],
    ['refs/heads/env/qa', { oid: tips.qa }],
  ])
  const environment = samplePipeline().find((each) => each.name === name)
  if (environment === undefined) throw new Error(`The sample has no ${name}.`)
  const { tip, state } = await readTarget(
    sampleRoom(partialHost({ git: git as never })),
    { refs, view: sampleView(...entries) },
    environment,
  )
  expect(tip.oid).toBe(name === 'qa' ? tips.qa : tips.main)
  return state.baseline
}

it('finds the production commit that a new environment was branched from, wherever production is now', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const direct = await git.make({ a: '1', b: 'direct' }, [start])
  expect(await baselineOf(git, 'qa', { main: start, qa: start })).toBe(start)
  const moved = await git.make({ a: '3' }, [await git.make({ a: '2' }, [start])])
  expect(await baselineOf(git, 'qa', { main: moved, qa: start })).toBe(start)
  expect(await baselineOf(git, 'qa', { main: moved, qa: direct })).toBe(start)
})

it('believes the baseline that the branch records', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const later = await git.make({ a: '2' }, [start])
  const tree = await writeState(git, await contentId(git, start), [samplePackage('loyalty')], later)
  const qa = await git.make(git.files(tree), [start])
  expect(await baselineOf(git, 'qa', { main: later, qa })).toBe(later)
})

it('says none on production, and none where the branches meet in a commit that production never was at', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  expect(await baselineOf(git, 'production', { main: start, qa: start })).toBeUndefined()
  const side = await git.make({ a: '1', side: '' }, [start])
  const merged = await git.make({ a: '1', side: '' }, [start, side])
  expect(await baselineOf(git, 'qa', { main: merged, qa: side })).toBeUndefined()
  const unrelated = await git.make({ z: '' })
  expect(await baselineOf(git, 'qa', { main: start, qa: unrelated })).toBeUndefined()
})

it('believes what `adopt` found in a branch that says nothing itself', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const side = await git.make({ a: '1', side: '' }, [start])
  const merged = await git.make({ a: '1', side: '' }, [start, side])
  const found = { operation: '0'.repeat(16), commit: side, production: merged, databases: {}, differences: [], unknown: [] }
  const adoption: LedgerEntry = { kind: 'adoption', environment: 'qa', ...found }
  expect(await baselineOf(git, 'qa', { main: merged, qa: side }, adoption)).toBe(merged)
})
