import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MergeResult, Oid } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { gitProcess } from '../process/git-process.ts'
import { commitFiles } from '../testing/temporary.ts'
import { manyMerges, singleMerges } from './merge-processes.ts'

let git: OpenGit
beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
})
afterAll(() => git.close())

const lines = (...changed: [number, string][]): string =>
  Array.from({ length: 12 }, (_, index) => new Map(changed).get(index) ?? `line ${index}`).join('\n')

async function merge(...[base, ours, theirs]: [Record<string, string>, Record<string, string>, Record<string, string>]) {
  const [b, o, t] = [await commitFiles(git, base), await commitFiles(git, ours), await commitFiles(git, theirs)]
  return { result: await git.merge(b, o, t), trees: { b, o, t } }
}

async function read(result: MergeResult, path: string): Promise<string> {
  return Buffer.from((await git.readFile(result.tree, path)) ?? 'absent').toString()
}

test('merges edits of different lines', async () => {
  const { result } = await merge({ f: lines() }, { f: lines([1, 'ours']) }, { f: lines([9, 'theirs']) })
  expect(result.kind).toBe('clean')
  expect(await read(result, 'f')).toBe(lines([1, 'ours'], [9, 'theirs']))
})

test('carries an edit to the new name of a renamed file', async () => {
  const { result } = await merge({ f: lines() }, { g: lines() }, { f: lines([9, 'theirs']) })
  expect(result.kind).toBe('clean')
  expect(await read(result, 'g')).toBe(lines([9, 'theirs']))
})

test('reports each conflict with its stages and reason, and labels that do not depend on commits', async () => {
  const { result } = await merge(
    { f: lines(), gone: lines([0, 'gone']), 'ü x': lines([0, 'u']) },
    { f: lines([3, 'A']), added: 'a\n', 'ü x': lines([0, 'A']) },
    { f: lines([3, 'B']), gone: lines([0, 'gone'], [5, 'B']), added: 'b\n', 'ü x': lines([0, 'B']) },
  )
  if (result.kind !== 'conflicts') throw new Error('not a conflict')
  const found = result.conflicts.map(
    (each) => `${each.path}: ${each.reason} ${each.base ? 1 : ''}${each.ours ? 2 : ''}${each.theirs ? 3 : ''}`,
  )
  expect(found).toEqual(['added: add/add 23', 'f: content 123', 'gone: modify/delete 13', 'ü x: content 123'])
  expect(await read(result, 'f')).toContain('<<<<<<< ours\nA\n=======\nB\n>>>>>>> theirs')
})

test('knows a directory rename it cannot decide as a conflict', async () => {
  const { result } = await merge({ 'd/a': lines() }, { 'e/a': lines() }, { 'd/a': lines(), 'd/new': 'new\n' })
  if (result.kind !== 'conflicts') throw new Error('not a conflict')
  expect(result.conflicts.map((each) => each.reason)).toEqual(['file location'])
})

test('throws, and reports no conflict, when git cannot merge at all', async () => {
  const tree = await git.tree(await commitFiles(git, { f: 'x' }))
  await expect(git.merge(tree, 'f'.repeat(40), tree)).rejects.toMatchObject({ code: 'object-missing' })
  const one = singleMerges(gitProcess(git.directory))
  await expect(one.merge('f'.repeat(40), 'e'.repeat(40))).rejects.toMatchObject({ code: 'git-failed' })
})

test('goes on after a merge that ended the long-lived process', async () => {
  const many = manyMerges(gitProcess(git.directory), ['stdbuf', '-o0'])
  const commit = await commitFiles(git, { f: 'x' })
  await expect(many.merge(commit, 'f'.repeat(40))).rejects.toMatchObject({ code: 'merge-failed' })
  expect(await many.merge(commit, commit)).toMatchObject({ clean: true })
  many.close()
})

test('reports a helper program that is not there as a failed merge, so that the probe falls back', async () => {
  const many = manyMerges(gitProcess(git.directory), ['no-such-program'])
  const commit = await commitFiles(git, { f: 'x' })
  await expect(many.merge(commit, commit)).rejects.toMatchObject({ code: 'merge-failed' })
})

test('gives the same answers one by one as in one process', async () => {
  const base = await commitFiles(git, { f: lines(), g: lines([0, 'g']), h: 'h\n' })
  const side = (files: Record<string, string>): Promise<Oid> => commitFiles(git, files, { parents: [base] })
  const sides = await Promise.all([
    side({ f: lines([2, 'A']), g: lines([0, 'g']), h: 'h\n' }),
    side({ f: lines([2, 'B']), h: 'h\n' }),
    side({ f: lines(), g2: lines([0, 'g'], [7, 'moved']), h: 'h2\n' }),
  ])
  const [one, many] = [singleMerges(gitProcess(git.directory)), manyMerges(gitProcess(git.directory), ['stdbuf', '-o0'])]
  for (const ours of sides)
    for (const theirs of sides) expect(await many.merge(ours, theirs)).toEqual(await one.merge(ours, theirs))
  many.close()
})

test('names a path that is not UTF-8', async () => {
  const run = gitProcess(git.directory)
  const tree = async (text: string): Promise<Oid> => {
    const blob = await git.writeBlob(Buffer.from(text))
    const entry = Buffer.concat([Buffer.from(`100644 blob ${blob}\tca`), Buffer.from([0xff]), Buffer.from('fe\0')])
    return (await run.must(['mktree', '-z'], entry)).toString().trim()
  }
  const merging = git.merge(await tree('base\n'), await tree('ours\n'), await tree('theirs\n'))
  await expect(merging).rejects.toMatchObject({
    code: 'path-not-utf8',
    message: expect.stringContaining("'ca\\xfffe'") as string,
  })
})
