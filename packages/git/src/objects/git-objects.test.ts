import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Oid } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { ada, commitFiles, plainGit } from '../testing/temporary.ts'

let git: OpenGit
beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
})
afterAll(() => git.close())

const blob = async (text: string): Promise<{ mode: string; oid: Oid }> => ({
  mode: '100644',
  oid: await git.writeBlob(Buffer.from(text)),
})

test('writes objects that git finds sound and reads as its own', async () => {
  const apart = { 'a.b': 'b', 'a-b/c': 'c', 'ab/ü/ø.txt': 'd', 'a/x': 'e' }
  const tree = await git.tree(await commitFiles(git, apart))
  expect(plainGit(git.directory, 'fsck', '--strict', '--no-dangling')).toBe('')
  const listed = plainGit(git.directory, '-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', tree).split('\n')
  expect((await git.list(tree)).map((entry) => entry.path)).toEqual(listed)
})

test('round-trips a commit, and gives the same id for the same input', async () => {
  const tree = await git.editTree(undefined, new Map())
  expect(tree).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904')
  const fields = {
    tree,
    parents: [],
    message: 'Zwölf\n\nFeature: x',
    author: ada,
    committer: { name: 'B <o>\nb', email: 'b@x' },
    at: '2026-01-02T03:04:05Z',
  }
  const oid = await git.writeCommit(fields)
  expect(await git.writeCommit(fields)).toBe(oid)
  expect(await git.commit(oid)).toEqual({
    oid,
    tree,
    parents: [],
    message: 'Zwölf\n\nFeature: x',
    author: ada,
    committer: { name: 'B ob', email: 'b@x' },
    authoredAt: '2026-01-02T03:04:05Z',
    committedAt: '2026-01-02T03:04:05Z',
  })
  expect(plainGit(git.directory, 'log', '-1', '--format=%an|%cn|%ct|%s', oid)).toBe('Ada|B ob|1767323045|Zwölf')
})

test('edits trees: files in, out, folders replaced, empty folders gone', async () => {
  const before = await git.tree(await commitFiles(git, { 'a/1': '1', 'a/2': '2', 'b/c/d': 'd', e: 'e' }))
  const folder = await git.tree(await commitFiles(git, { new: 'n' }))
  const after = await git.editTree(
    before,
    new Map([
      ['a/1', undefined],
      ['a/3', await blob('3')],
      ['b/c/d', undefined],
      ['e/f', await blob('f')],
      ['g', { mode: '040000', oid: folder }],
      ['none/at/all', undefined],
    ]),
  )
  expect((await git.list(after)).map((entry) => entry.path)).toEqual(['a/2', 'a/3', 'e/f', 'g/new'])
  expect((await git.list(after, 'a')).map((entry) => entry.path)).toEqual(['a/2', 'a/3'])
  expect(await git.list(after, 'b')).toEqual([])
  expect(
    (await git.diff(before, after)).map((change) => `${change.path} ${change.before ? 1 : 0}${change.after ? 1 : 0}`),
  ).toEqual(['a/1 10', 'a/3 01', 'b/c/d 10', 'e 10', 'e/f 01', 'g/new 01'])
  for (const path of ['../x', 'a//b', '/a', 'x/.GIT/config', 'a\0b', '']) {
    await expect(git.editTree(before, new Map([[path, undefined]]))).rejects.toMatchObject({ code: 'path-invalid' })
  }
})

test('answers questions of ancestry', async () => {
  const root = await commitFiles(git, { f: '0' })
  const left = await commitFiles(git, { f: 'l' }, { parents: [root] })
  const right = await commitFiles(git, { f: 'r' }, { parents: [root], at: '2026-01-02T03:04:06Z' })
  const merge = await commitFiles(git, { f: 'm' }, { parents: [left, right], at: '2026-01-02T03:04:07Z' })
  const lone = await commitFiles(git, { f: 'lone' })
  expect(await git.mergeBase(left, right)).toBe(root)
  expect(await git.mergeBase(left, lone)).toBeUndefined()
  expect([await git.mergeBase(left, left), await git.isAncestor(left, left), await git.log(left, left)]).toEqual([left, true, []])
  await expect(git.mergeBase('f'.repeat(40), 'f'.repeat(40))).rejects.toMatchObject({ code: 'object-missing' })
  expect([await git.isAncestor(left, merge), await git.isAncestor(merge, left)]).toEqual([true, false])
  await expect(git.isAncestor('f'.repeat(40), merge)).rejects.toMatchObject({ code: 'git-failed' })
  const ids = async (...args: Parameters<OpenGit['log']>) => (await git.log(...args)).map((commit) => commit.oid)
  expect(await ids(root, merge)).toEqual([merge, right, left])
  expect(await ids(undefined, merge, { firstParent: true })).toEqual([merge, left, root])
})

test('says absent for what is no file, and which object is missing', async () => {
  const commit = await commitFiles(git, { 'a/b': 'x' })
  expect(await git.readFile(commit, 'a')).toBeUndefined()
  expect(await git.readFile(commit, 'a/b/c')).toBeUndefined()
  expect(await git.readFile(commit, 'none')).toBeUndefined()
  await expect(git.readBlob('f'.repeat(40))).rejects.toMatchObject({ code: 'object-missing' })
  await expect(git.readBlob(commit)).rejects.toMatchObject({ code: 'object-type' })
})
