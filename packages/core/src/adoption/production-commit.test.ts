import { expect, it } from 'vitest'
import { MemoryGit } from '../testing/memory-git.ts'
import { productionCommit } from './production-commit.ts'

it('is where the branch was cut, or where production was merged into it last', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const newer = await git.make({ a: '2' }, [start])
  const qa = await git.make({ a: '1', b: '' }, [start])
  expect(await productionCommit(git, qa, newer)).toBe(start)
  const merged = await git.make({ a: '2', b: '' }, [qa, newer])
  expect(await productionCommit(git, merged, newer)).toBe(newer)
  expect(await productionCommit(git, newer, newer)).toBe(newer)
})

it('is the production commit that took a state of the branch, when that is what it took', async () => {
  const git = new MemoryGit()
  const start = await git.make({ a: '1' })
  const qa = await git.make({ a: '1', b: '' }, [start])
  const production = await git.make({ a: '1', b: '' }, [start, qa])
  const ahead = await git.make({ a: '1', b: '', c: '' }, [qa])
  expect(await productionCommit(git, ahead, production)).toBe(production)
  const mixed = await git.make({ a: '1', b: '', d: '' }, [start, qa])
  expect(await productionCommit(git, ahead, mixed)).toBe(start)
})

it('is unknown between histories that never met', async () => {
  const git = new MemoryGit()
  expect(await productionCommit(git, await git.make({ a: '' }), await git.make({ z: '' }))).toBeUndefined()
})
