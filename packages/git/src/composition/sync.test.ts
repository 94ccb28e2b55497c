import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentId, readState, syncMerge } from '@stagecoach/core'
import type { MergeResult, Oid } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { page, Product } from '../testing/product.ts'

let git: OpenGit
let product: Product
/** Production: as the environment began, with people's line 3 and line 9, and with line 3 taken back. */
let [begin, patched, back]: [Oid, Oid, Oid] = ['', '', '']
const mine = { f: page({ 6: 'feature' }) }

beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
  product = new Product(git)
  begin = await product.commit({ f: page() })
  patched = await product.commit({ f: page({ 3: 'patch', 9: 'more' }) }, [], [begin])
  back = await product.commit({ f: page({ 9: 'more' }) }, [], [patched])
})
afterAll(() => git.close())

async function sync(tip: Oid, production: Oid, otherHands: Oid[] = []): Promise<MergeResult> {
  const { content, packages } = await readState(git, tip)
  const target = { commit: tip, content, packages }
  return syncMerge(git, { target, baseline: begin, production, raise: [], leaveOut: [], otherHands })
}

const reasons = (result: MergeResult): string[] =>
  result.kind === 'clean' ? [] : result.conflicts.map(({ path, reason }) => `${path}: ${reason}`)

test('brings lines of production, and keeps those of the environment', async () => {
  const tip = await product.commit(mine, [], [begin])
  const both = await product.commit({ f: page({ 3: 'patch', 6: 'feature', 9: 'more' }) })
  expect(await sync(tip, patched)).toEqual({ kind: 'clean', tree: await contentId(git, both) })
})

test.each([
  ['merged', true],
  ['squashed', false],
])('asks a person where production was %s by hand, and took a line of it back', async (_, merged) => {
  const start = await product.commit(mine, [], [begin])
  const tip = await product.commit({ f: page({ 3: 'patch', 6: 'feature', 9: 'more' }) }, [], merged ? [start, patched] : [start])
  expect(reasons(await sync(tip, back, [tip]))).toEqual(['f: merged by hand'])
})

test('asks nobody where a hand changed something else', async () => {
  const tip = await product.commit({ f: page({ 0: 'by hand', 6: 'feature' }) }, [], [begin])
  const whole = await product.commit({ f: page({ 0: 'by hand', 6: 'feature', 9: 'more' }) })
  expect(await sync(tip, back, [tip])).toEqual({ kind: 'clean', tree: await contentId(git, whole) })
})

test('asks nobody where a hand brought what production still has', async () => {
  const tip = await product.commit({ f: page({ 3: 'patch', 6: 'feature', 9: 'more' }) }, [], [begin])
  expect(await sync(tip, patched, [tip])).toEqual({ kind: 'clean', tree: await contentId(git, tip) })
})
