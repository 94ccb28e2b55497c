import { expect, it } from 'vitest'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import type { PackageRef } from '../package/package.ts'
import { readState, writeState } from '../composition/branch-state.ts'
import { stateTroubles } from './state-troubles.ts'
import type { TipTrouble } from './tip-trouble.ts'

const files = { 'src/gift.js': 'gift' }
const renamed = { ...samplePackage('cards'), formerly: ['gift-cards'] }

function describeTrouble(trouble: TipTrouble): string {
  if (trouble.kind === 'unlisted') return `unlisted ${trouble.package.name}`
  return trouble.kind === 'sql-by-hand' ? `sql-by-hand ${trouble.path}` : trouble.kind
}

interface Edit {
  packages?: PackageRef[]
  baseline?: string | undefined
  files?: Record<string, string>
}

it.each<[string, Edit, string[]]>([
  ['only code changed', { files: { 'src/gift.js': 'by hand' } }, []],
  ['a package is listed no more', { packages: [] }, ['unlisted gift-cards']],
  ['a package goes by its new name', { packages: [renamed] }, []],
  ['the baseline was moved', { baseline: sampleOid('newer') }, ['baseline-edited']],
  ['the baseline was taken out', { baseline: undefined }, ['baseline-edited']],
  [
    'SQL came that would never run',
    { files: { ...files, 'db/migrations/quick/0001_fix.sql': 'x' } },
    ['sql-by-hand db/migrations/quick/0001_fix.sql'],
  ],
])('after commits from outside in which %s, doubts %#', async (_, edit, expected) => {
  const git = new MemoryGit()
  const commit = async (
    packages: PackageRef[],
    baseline: string | undefined,
    content: Record<string, string>,
    parents: string[],
  ) => git.make({}, parents, { tree: await writeState(git, await git.make(content), packages, baseline) })
  const baseline = 'baseline' in edit ? edit.baseline : sampleOid('production')
  const base = await git.make(files)
  const held = { ...gift, base, source: base }
  const before = await commit([held], sampleOid('production'), files, [])
  // Two commits: what the first did and the second took back would be no doubt.
  const first = await commit([], undefined, {}, [before])
  const tip = await commit(edit.packages ?? [held], baseline, edit.files ?? files, [first])
  const room = sampleRoom(partialHost({ git: git as never }))
  const world = { refs: new Map(), history: sampleView(), view: sampleView() }
  const commits = [await git.commit(first), await git.commit(tip)]
  const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa', production: false })
  const found = await stateTroubles(room, world, environment, commits, await readState(git, tip))
  expect(found.map(describeTrouble)).toEqual(expected)
})
