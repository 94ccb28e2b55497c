import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import { changedFiles, changedWorkflows } from './changed-files.ts'
import { diffTrees } from './diff-trees.ts'
import { entryAt, listTree } from './tree-files.ts'

const before = {
  'a.txt': 'a\n',
  'a/b.txt': 'b\n',
  'a/c/d.txt': 'd\n',
  'a-b': 'x\n',
  'ö/ü.txt': 'ü\n',
  '.github/workflows/x.yml': 'x\n',
}
const after = {
  'a.txt/in': 'now a folder\n',
  'a/b.txt': 'B\n',
  'a/new': 'n\n',
  'a-b': 'x\n',
  c: 'b\n',
  '.github/workflows/y.yml': 'x\n',
}

test('what differs between two trees is what git diff says, in its order', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const [one, two] = [repository.commit(before), repository.commit(after)]
  for (const [left, right] of [
    [one, two],
    [two, one],
    [one, one],
  ] as const) {
    const fields = repository.git(['diff', '--name-status', '--no-renames', '-z', left, right]).split('\0').slice(0, -1)
    expect((await diffTrees(bare, left, right)).flatMap(({ status, path }) => [status, path])).toEqual(fields)
  }
  expect(await changedWorkflows(bare, one, two)).toEqual(['.github/workflows/y.yml'])
})

test('modes alone are a change, another type is its own letter', async () => {
  using repository = scratchRepository()
  const blob = repository.git(['hash-object', '-w', '--stdin'], 'x')
  const tree = (mode: string): string => repository.git(['mktree'], `${mode} blob ${blob}\tf\n`)
  const [plain, program, link] = ['100644', '100755', '120000'].map(tree)
  expect(await diffTrees(repository.bare, plain ?? '', program ?? '')).toEqual([{ path: 'f', status: 'M' }])
  expect(await diffTrees(repository.bare, plain ?? '', link ?? '')).toEqual([{ path: 'f', status: 'T' }])
})

test('a rename is found, with its patch', async () => {
  using repository = scratchRepository()
  const text = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('')
  const one = repository.commit({ 'old.txt': text })
  const two = repository.commit({ 'new.txt': `${text}more\n` })
  expect(await changedFiles(repository.bare, one, two)).toMatchObject([
    { path: 'new.txt', previousPath: 'old.txt', status: 'renamed', additions: 1, deletions: 0 },
  ])
})

test('a tree is listed as git ls-tree lists it', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const sha = repository.commit(before)
  const shown = (await listTree(bare, sha, true)).map(
    ({ mode, type, sha: id, size, path }) => `${mode} ${type} ${id} ${String(size ?? '-').padStart(7)}\t${path}\0`,
  )
  expect(shown.join('')).toBe(repository.git(['ls-tree', '-z', '-l', '-r', '-t', sha]))
  expect(await entryAt(bare, sha, 'a/c/d.txt')).toMatchObject({ type: 'blob', size: 2, path: 'a/c/d.txt' })
  expect(await entryAt(bare, sha, 'a/c')).toMatchObject({ type: 'tree' })
  expect(await entryAt(bare, sha, 'a.txt/none')).toBeUndefined()
})
