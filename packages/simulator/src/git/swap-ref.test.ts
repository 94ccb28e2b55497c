import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import { readRef } from './refs.ts'
import { swapRef } from './swap-ref.ts'

test.each([
  ['refs/heads/env/qa', 'a branch'],
  ['refs/pull/1/head', 'a pull request'],
])('%s is made, moved and deleted only from where it was expected (%s)', async (name) => {
  using repository = scratchRepository()
  const { bare, git } = repository
  const [one, two] = [repository.commit({ a: '1' }), repository.commit({ a: '2' })]
  const now = (): string => git(['for-each-ref', '--format=%(objectname)', name])
  expect(await swapRef(bare, name, undefined, undefined)).toBe(true)
  expect(await swapRef(bare, name, one, two)).toBe(false)
  expect([await swapRef(bare, name, undefined, one), now()]).toEqual([true, one])
  expect([await swapRef(bare, name, undefined, two), now()]).toEqual([false, one])
  expect([await swapRef(bare, name, two, one), now()]).toEqual([false, one])
  expect([await swapRef(bare, name, one, two), now()]).toEqual([true, two])
  git(['pack-refs', '--all'])
  expect([await swapRef(bare, name, undefined, one), now()]).toEqual([false, two])
  expect([await swapRef(bare, name, two, one), now(), readRef(bare, name)]).toEqual([true, one, one])
  expect([await swapRef(bare, name, two, undefined), now()]).toEqual([false, one])
  expect([await swapRef(bare, name, one, undefined), now(), readRef(bare, name)]).toEqual([true, '', undefined])
  expect(existsSync(join(bare.path, `${name}.lock`))).toBe(false)
})

test('a branch that is deleted leaves nothing in the way of one with the name of its folder', async () => {
  using repository = scratchRepository()
  const { bare, git } = repository
  const one = repository.commit({ a: '1' })
  for (const name of ['refs/heads/promote/qa/a', 'refs/heads/promote/qa/b']) await swapRef(bare, name, undefined, one)
  expect(await swapRef(bare, 'refs/heads/promote/qa/a', undefined, undefined)).toBe(false)
  expect(await swapRef(bare, 'refs/heads/promote/qa/a', one, undefined)).toBe(true)
  expect(git(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/promote/qa/b')
  expect(await swapRef(bare, 'refs/heads/promote/qa/b', one, undefined)).toBe(true)
  expect(await swapRef(bare, 'refs/heads/promote', undefined, one)).toBe(true)
})

test('a ref that somebody has locked is not moved, and the lock stays', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const [one, two] = [repository.commit({ a: '1' }), repository.commit({ a: '2' })]
  await swapRef(bare, 'refs/heads/main', undefined, one)
  const file = join(bare.path, 'refs/heads/main.lock')
  writeFileSync(file, '')
  expect(await swapRef(bare, 'refs/heads/main', one, two)).toBe(false)
  expect([readRef(bare, 'refs/heads/main'), existsSync(file)]).toEqual([one, true])
})

test('a branch whose name is in the way of another is not made', async () => {
  using repository = scratchRepository()
  const one = repository.commit({ a: '1' })
  expect(await swapRef(repository.bare, 'refs/heads/env', undefined, one)).toBe(true)
  expect(await swapRef(repository.bare, 'refs/heads/env/qa', undefined, one)).toBe(false)
})
