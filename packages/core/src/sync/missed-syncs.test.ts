import { expect, it } from 'vitest'
import { writeState } from '../composition/branch-state.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { partialHost, samplePipeline, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { missedSyncs } from './missed-syncs.ts'

const fix = samplePackage('tax-note')
const other = samplePackage('tax-note', { version: '2.0.0' })

it.each<[string, PackageRef[], LedgerEntry[], string[]]>([
  ['looked at where a package is missing', [], [], ['qa']],
  ['left alone where it is there', [fix], [], []],
  ['left alone where it went another way', [other], [], []],
  ['left alone where it is held', [], [hold()], []],
  ['left alone while the environment is paused for a reset', [], [reset()], []],
])('production that nobody brought down is %s', async (_, here, acts, expected) => {
  const git = new MemoryGit()
  const content = await git.make({ 'a.js': 'a' })
  const start = await git.make({ 'a.js': 'a' })
  const branch = (packages: PackageRef[], baseline: string | undefined): Promise<string> =>
    writeState(git, content, packages, baseline).then((tree) => git.make({}, [start], { tree }))
  const brought = (environment: string, commit: string, packages: PackageRef[]): LedgerEntry[] => {
    const place = { operation: environment.repeat(16).slice(0, 16), environment, commit }
    return [
      { kind: 'merged', ...place },
      { kind: 'verification', ...place, content, packages, passed: true, checks: [] },
    ]
  }
  const [main, qa] = [await branch([fix], undefined), await branch(here, start)]
  const view = sampleView(...brought('production', main, [fix]), ...brought('qa', qa, here), ...acts)
  const refs = new Map([
    ['refs/heads/env/qa', { oid: qa }],
    ['refs/heads/main', { oid: main }],
  ])
  const clock = { now: () => new Date('2026-11-21T00:00:00Z') }
  const isAncestor = (a: string, b: string): Promise<boolean> => Promise.resolve(a === b || a === start)
  // Only what it reaches for; the sources of sample packages lie in no git.
  const host = partialHost({ clock, git: Object.assign(git, { isAncestor }) as never })
  const environments = samplePipeline().filter((each) => each.name !== 'integration')
  const room = sampleRoom(host, { environments })
  const missed = await missedSyncs(room, { refs, history: view, view })
  expect(missed.map(({ name }) => name)).toEqual(expected)
})

function hold(): LedgerEntry {
  const about = { environment: 'qa', package: fix.name, digest: fix.digest }
  return { kind: 'act', act: 'hold', person: 'dora', role: 'dba', reason: `wait for ${sampleOid('x').slice(0, 4)}`, ...about }
}

function reset(): LedgerEntry {
  const [tip, production, content, tree] = [sampleOid('tip'), sampleOid('p'), sampleOid('c'), sampleOid('t')]
  const about = { environment: 'qa', operation: 'e'.repeat(16), chosen: [], packages: [], dropped: [], reason: '' }
  return { kind: 'reset', state: 'planned', tip, production, content, tree, ...about }
}
