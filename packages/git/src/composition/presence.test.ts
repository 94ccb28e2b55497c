import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeForeignCommit } from '@stagecoach/core'
import type { Oid, PackageRef } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { page, Product } from '../testing/product.ts'
import type { Files } from '../testing/product.ts'

let git: OpenGit
let product: Product
let version: PackageRef
let tip: Oid

/** The environment holds p, whose line 4 a person has reconciled with a direct commit on line 5. */
const held: Files = { f: page({ 1: 'p', 4: 'p and direct', 5: 'direct' }), other: page() }
beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
  product = new Product(git)
  const production = await product.commit({ f: page(), other: page() })
  version = await product.build('p', 1, production, { f: page({ 1: 'p', 4: 'p' }), other: page() })
  tip = await product.commit(held, [version])
})
afterAll(() => git.close())

async function judge(files: Files, packages = [version], before = tip): Promise<string | undefined> {
  const commit = await product.commit(files, packages, [before])
  return (await judgeForeignCommit(git, await git.commit(commit), [version])).verdicts['p']
}

/** The same without the reconciled line. */
const plain: Files = { f: page({ 1: 'p', 4: 'p' }), other: page() }
const plainTip = (): Promise<Oid> => product.commit(plain, [version])

test('notes a commit that touches nothing of the package', async () => {
  expect(await judge({ ...held, other: page({ 3: 'x' }) })).toBe('noted')
})

test('calls the package present when merging it again changes nothing', async () => {
  expect(await judge({ ...plain, f: page({ 1: 'p', 4: 'p', 9: 'hotfix' }) }, [version], await plainTip())).toBe('present')
})

test('notes a commit beside a reconciled conflict: merging again gives what it gave before, and the commit', async () => {
  expect(await judge({ ...held, f: page({ 1: 'p', 4: 'p and direct', 5: 'direct', 10: 'hotfix' }) })).toBe('noted')
})

test('calls the package absent after a revert', async () => {
  expect(await judge({ f: page(), other: page() }, [version], await plainTip())).toBe('absent')
})

test('does not know after half a revert, or another change of its lines', async () => {
  expect(await judge({ ...plain, f: page({ 4: 'p' }) }, [version], await plainTip())).toBe('unknown')
  expect(await judge({ ...plain, f: page({ 1: 'p', 4: 'else' }) }, [version], await plainTip())).toBe('unknown')
  expect(await judge({ ...held, f: page({ 1: 'p', 4: 'else', 5: 'direct' }) })).toBe('unknown')
})

test('believes a set changed by hand only when the content agrees', async () => {
  const without = await product.commit({ f: page(), other: page() }, [])
  expect(await judge({ f: page(), other: page() }, [version], without)).toBe('absent')
  expect(await judge(plain, [version], without)).toBe('present')
})
