import { expect, it } from 'vitest'
import { samplePromotion } from '../testing/facts.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { pushedOnTop } from './pushed-on-top.ts'

const own = { 'a.js': '1', 'gift.js': 'gift' }

/** A promotion of gift.js on a tip with a.js; `push` says what a person did to its branch. */
async function foreign(
  push: (git: MemoryGit, ours: string, tip: string) => Promise<string>,
  state: 'ready' | 'conflict' = 'ready',
) {
  const git = new MemoryGit()
  const tip = await git.make({ 'a.js': '1' })
  const ours = await git.make(own, [tip])
  const head = await git.commit(await push(git, ours, tip))
  const newTip = await git.make({ 'a.js': '1', 'b.js': 'of the environment' }, [tip])
  const replayed = (await git.commit(await git.make({ ...own, 'b.js': 'of the environment' }, [newTip]))).tree
  const forms = [samplePromotion({ tip, head: ours, tree: (await git.commit(ours)).tree, state })]
  return {
    onNew: await pushedOnTop(git, forms, { tip: newTip, head, replayed }),
    onOld: await pushedOnTop(git, forms, { tip, head, replayed: (await git.commit(ours)).tree }),
  }
}

it.each<[what: string, push: Parameters<typeof foreign>[0], paths: string[]]>([
  ['a commit on top is named by path', (git, ours) => git.make({ ...own, 'extra.js': 'x' }, [ours]), ['extra.js']],
  ['a file that the promotion brings, edited', (git, ours) => git.make({ ...own, 'gift.js': 'mine' }, [ours]), ['gift.js']],
  ['a file taken out', (git, ours) => git.make({ 'a.js': '1' }, [ours]), ['gift.js']],
  ['an empty commit on top takes nothing away when it goes', (git, ours) => git.make(own, [ours]), []],
  ['two commits that cancel out', async (git, ours) => git.make(own, [await git.make({ ...own, 'extra.js': 'x' }, [ours])]), []],
  [
    'the newer tip merged in by "Update branch"',
    async (git, ours, tip) =>
      git.make({ ...own, 'b.js': 'older' }, [ours, await git.make({ 'a.js': '1', 'b.js': 'older' }, [tip])]),
    [],
  ],
  [
    'a merge that brings something else beside',
    async (git, ours, tip) =>
      git.make({ ...own, 'b.js': 'older', 'extra.js': 'x' }, [ours, await git.make({ 'a.js': '1', 'b.js': 'older' }, [tip])]),
    ['extra.js'],
  ],
  ['another commit in the place of ours', (git, _ours, tip) => git.make({ ...own, 'extra.js': 'x' }, [tip]), ['extra.js']],
])('finds what would be lost: %s', async (_what, push, paths) => {
  expect((await foreign(push)).onNew).toEqual(paths)
})

it('leaves a commit in the place of a draft to be judged as a resolution', async () => {
  const found = await foreign((git, _ours, tip) => git.make({ ...own, 'a.js': 'decided' }, [tip]), 'conflict')
  expect(found).toEqual({ onNew: undefined, onOld: undefined })
})
