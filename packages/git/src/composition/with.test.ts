import { afterAll, beforeAll, expect, test } from 'vitest'
import { promotionMerge, readState, withPackageIn } from '@stagecoach/core'
import type { Oid, PackageRef } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { page, Product } from '../testing/product.ts'
import type { Files } from '../testing/product.ts'

let git: OpenGit
let product: Product
beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
  product = new Product(git)
})
afterAll(() => git.close())

/** Promotes in real commits; a conflict fails the test. */
async function promote(tip: Oid, version: PackageRef): Promise<Oid> {
  const state = await readState(git, tip)
  const result = await promotionMerge(git, state, version)
  if (result.kind === 'conflicts') throw new Error(JSON.stringify(result.conflicts))
  return product.next(tip, result.tree, [...state.packages.filter((each) => each.name !== version.name), version])
}

async function taken(tip: Oid, name: string, version?: PackageRef): Promise<Files> {
  const result = await withPackageIn(git, tip, name, version)
  expect(result.kind).toBe('clean')
  return product.files(result.tree)
}

test('brings in the whole second version, also where the first was dropped', async () => {
  const production = await product.commit({ f: page() })
  const first = await product.build('p', 1, production, { f: page({ 1: 'first' }) })
  const second = await product.build('p', 2, production, { f: page({ 1: 'first', 9: 'second' }) })
  const held = await promote(production, first)
  expect(await taken(held, 'p')).toEqual({ f: page() })
  const dropped = await product.next(held, (await withPackageIn(git, held, 'p')).tree, [])
  expect(await taken(dropped, 'p', second)).toEqual({ f: page({ 1: 'first', 9: 'second' }) })
})

test('a second version takes back what it no longer has, deleted files included', async () => {
  const production = await product.commit({ f: page() })
  const first = await product.build('p', 1, production, { f: page({ 1: 'first' }), extra: 'extra\n' })
  const second = await product.build('p', 2, production, { f: page({ 9: 'second' }) })
  const target = await promote(await product.commit({ f: page({ 5: 'direct' }) }), first)
  expect(await product.files(await promote(target, second))).toEqual({ f: page({ 5: 'direct', 9: 'second' }) })
})

test('a version built on a production that holds an earlier one comes whole where none is', async () => {
  const root = await product.commit({ f: page() })
  const first = await product.build('p', 1, root, { f: page({ 1: 'first' }) })
  const production = await promote(root, first)
  const second = await product.build('p', 2, production, { f: page({ 1: 'first', 9: 'second' }) })
  expect(await product.files(await promote(root, second))).toEqual({ f: page({ 1: 'first', 9: 'second' }) })
  expect(await product.files(await promote(production, second))).toEqual({ f: page({ 1: 'first', 9: 'second' }) })
})

test('brings nothing else of production along', async () => {
  const root = await product.commit({ f: page() })
  const other = await product.build('q', 1, root, { f: page(), q: 'q\n' })
  const production = await promote(
    await product.next(root, await git.tree(await product.commit({ f: page({ 5: 'direct' }) })), []),
    other,
  )
  const version = await product.build('p', 1, production, { f: page({ 5: 'direct', 1: 'p' }), q: 'q\n' })
  expect(await product.files(await promote(root, version))).toEqual({ f: page({ 1: 'p' }) })
})

test('gives the version before back and keeps what merged later', async () => {
  const production = await product.commit({ f: page() })
  const [first, second] = [
    await product.build('p', 1, production, { f: page({ 1: 'first' }) }),
    await product.build('p', 2, production, { f: page({ 1: 'other', 3: 'second' }) }),
  ]
  const later = await product.build('q', 1, production, { f: page({ 9: 'later' }) })
  const tip = await promote(await promote(await promote(production, first), second), later)
  expect(await taken(tip, 'p', first)).toEqual({ f: page({ 1: 'first', 9: 'later' }) })
  expect(await taken(tip, 'p')).toEqual({ f: page({ 9: 'later' }) })
})

test('is the state itself when the set says so', async () => {
  const production = await product.commit({ f: page() })
  const version = await product.build('p', 1, production, { f: page({ 1: 'p' }) })
  const tip = await promote(production, version)
  const { content } = await readState(git, tip)
  expect(await withPackageIn(git, tip, 'p', version)).toEqual({ kind: 'clean', tree: content })
  expect(await withPackageIn(git, tip, 'none')).toEqual({ kind: 'clean', tree: content })
})

test('conflicts with a change of the same line and says so', async () => {
  const production = await product.commit({ f: page() })
  const [p, q] = [
    await product.build('p', 1, production, { f: page({ 4: 'p' }) }),
    await product.build('q', 1, production, { f: page({ 4: 'q' }) }),
  ]
  const tip = await promote(production, p)
  const result = await promotionMerge(git, await readState(git, tip), q)
  expect(result).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'f', reason: 'content' }] })
})

/** Production holds p, and a direct commit there builds on p: what the base is without p, nobody can say. */
async function entangled(before: Files, first: Files, after: Files) {
  const root = await product.commit(before)
  const version = await product.build('p', 1, root, first)
  const production = await promote(root, version)
  const { packages } = await readState(git, production)
  const direct = await product.next(production, await git.tree(await product.commit(after)), packages)
  return { root, second: await product.build('p', 2, direct, after), direct }
}

test('does not follow a deletion that was never of the package', async () => {
  const { root, second } = await entangled({ f: page(), g: page() }, { f: page({ 1: 'p' }), g: page() }, { g: page() })
  const result = await promotionMerge(git, await readState(git, root), second)
  expect(result).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'f' }] })
})

test('asks also when the target has renamed what the base lost', async () => {
  const { root, second } = await entangled({ f: page(), g: page() }, { f: page({ 1: 'p' }), g: page() }, { g: page() })
  const renamed = await product.next(root, await git.tree(await product.commit({ 'f-moved': page(), g: page() })), [])
  const result = await promotionMerge(git, await readState(git, renamed), second)
  expect(result).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'f' }] })
})

test('never puts the text of a conflict into an environment as a clean result', async () => {
  const { direct, second } = await entangled({ f: page() }, { f: page({ 4: 'p' }) }, { f: page({ 4: 'on top of p' }) })
  const tip = await promote(direct, second)
  const result = await withPackageIn(git, tip, 'p')
  expect(result).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'f', reason: 'content' }] })
})
