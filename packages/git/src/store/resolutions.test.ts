import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Conflict, Oid } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { bareRepository, plainGit } from '../testing/temporary.ts'
import { openResolutions, resolutionsRef } from './resolutions.ts'

let git: OpenGit
let origin: string
beforeEach(async () => {
  origin = bareRepository()
  git = await openGit({ url: origin })
})
afterEach(() => git.close())

const side = (letter: string): { mode: string; oid: Oid } => ({ mode: '100644', oid: letter.repeat(40) })
const conflict: Conflict = { path: 'app/search.ts', base: side('a'), ours: side('b'), theirs: side('c'), reason: 'content' }
const noted = { by: 'ada', at: '2026-01-02T03:04:05.678Z' }

async function remember(...texts: string[]): Promise<Oid[]> {
  const resolutions = openResolutions(git)
  const all: Oid[] = []
  for (const [index, text] of texts.entries()) {
    const result = { kind: 'file' as const, mode: '100644', oid: await git.writeBlob(Buffer.from(text)), entry: '' }
    const { update, ids } = await resolutions.prepare([{ conflict, result, ...noted, at: `2026-01-0${index + 2}T00:00:00Z` }])
    if (update !== undefined) await git.push([update])
    all.push(...ids)
  }
  return all
}

test('finds a resolution again for the same three versions, with the sides swapped and under another path', async () => {
  const [entry = ''] = await remember('both\n')
  const other = await openGit({ url: origin })
  await other.fetch([resolutionsRef])
  const swapped = { ...conflict, path: 'moved/search.ts', ours: side('c'), theirs: side('b') }
  const found = (await openResolutions(other).find([swapped], new Set([entry]))).get('moved/search.ts')
  if (found?.kind !== 'file') throw new Error('not found')
  expect(Buffer.from(await other.readBlob(found.oid)).toString()).toBe('both\n')
  expect(found.entry).toBe(entry)
  await other.close()
})

test('believes only entries that the ledger knows, and the newest of those', async () => {
  const [first = '', second = ''] = await remember('first\n', 'second\n')
  const entryOf = async (...trusted: Oid[]) =>
    (await openResolutions(git).find([conflict], new Set(trusted))).get(conflict.path)?.entry
  expect(await entryOf()).toBeUndefined()
  expect(await entryOf('f'.repeat(40))).toBeUndefined()
  expect(await entryOf(first)).toBe(first)
  expect(await entryOf(first, second)).toBe(second)
})

test('does not take one conflict for another', async () => {
  const trusted = new Set(await remember('both\n'))
  const others: Conflict[] = [
    { ...conflict, base: side('d') },
    { ...conflict, theirs: side('d') },
    { ...conflict, theirs: { ...side('c'), mode: '100755' } },
    { path: conflict.path, ours: side('b'), theirs: side('c'), reason: 'add/add' },
  ]
  for (const other of others) expect((await openResolutions(git).find([other], trusted)).size).toBe(0)
})

test('remembers a deletion, and writes nothing twice', async () => {
  const resolutions = openResolutions(git)
  const entries = [{ conflict, result: { kind: 'deleted' as const, entry: '' }, ...noted }]
  const { update, ids } = await resolutions.prepare(entries)
  if (update !== undefined) await git.push([update])
  expect((await resolutions.find([conflict], new Set(ids))).get(conflict.path)).toEqual({ kind: 'deleted', entry: ids[0] })
  expect(await resolutions.prepare(entries)).toEqual({ update: undefined, ids })
  expect(await resolutions.prepare([])).toEqual({ update: undefined, ids: [] })
  expect(plainGit(origin, 'rev-list', '--count', resolutionsRef)).toBe('1')
})
