import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReleaseFiles } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { ada, bareRepository } from '../testing/temporary.ts'
import { openReleaseStore } from './release-store.ts'

let git: OpenGit
beforeEach(async () => {
  git = await openGit({ url: bareRepository() })
})
afterEach(() => git.close())

const content = 'c'.repeat(40)
const at = '2026-01-02T03:04:05.678Z'
const files: ReleaseFiles = new Map([
  ['dist/app.js', { bytes: Buffer.from('app'), executable: false }],
  ['bin/run', { bytes: Buffer.from([0, 255, 10]), executable: true }],
])

test('stores what was built and gives it back byte for byte', async () => {
  const releases = openReleaseStore(git)
  expect(await releases.find(content)).toBeUndefined()
  await expect(releases.read(content)).rejects.toMatchObject({ code: 'release-missing' })
  const { ref, update } = await releases.prepare(content, files, at)
  if (update !== undefined) await git.push([update])
  expect(update?.ref).toBe(`refs/tags/release/${content}`)
  expect(await releases.find(content)).toEqual(ref)
  const back = await releases.read(content)
  expect([...back].map(([path, file]) => [path, Buffer.from(file.bytes).toString('hex'), file.executable])).toEqual([
    ['bin/run', '00ff0a', true],
    ['dist/app.js', '617070', false],
  ])
})

test('builds of a content that differ are refused, equal ones are one release whenever they were built', async () => {
  const releases = openReleaseStore(git)
  const { ref, update } = await releases.prepare(content, files, at)
  if (update !== undefined) await git.push([update])
  expect(await releases.prepare(content, new Map([...files].reverse()), '2027-01-01T00:00:00Z')).toEqual({
    ref,
    update: undefined,
  })
  const other = new Map([...files, ['dist/app.js', { bytes: Buffer.from('App'), executable: false }] as const])
  await expect(releases.prepare(content, other, at)).rejects.toMatchObject({ code: 'release-differs' })
  const climbing = new Map([['../x', { bytes: Buffer.from(''), executable: false }]])
  await expect(releases.prepare(content, climbing, at)).rejects.toMatchObject({ code: 'release-path-invalid' })
})

test.each([
  ['a changed file', 'files/bin/run', '100755', 'evil'],
  ['a file more', 'files/bin/more', '100755', ''],
  ['another mode', 'files/dist/app.js', '100755', 'app'],
  ['a link', 'files/dist/app.js', '120000', '/etc/passwd'],
  ['a changed document', 'release.json', '100644', '{}'],
])('refuses %s', async (_, path, mode, text) => {
  const { update } = await openReleaseStore(git).prepare(content, files, at)
  const tree = await git.editTree(
    await git.tree(update?.to ?? ''),
    new Map([[path, { mode, oid: await git.writeBlob(Buffer.from(text)) }]]),
  )
  const message = await git.tagMessage(update?.to ?? '')
  const object = await git.writeCommit({ tree, parents: [], message, author: ada, committer: ada, at })
  const to = await git.writeTag({ name: 'x', object, message, tagger: ada, at })
  await git.push([{ ref: `refs/tags/release/${content}`, expected: undefined, to }])
  await expect(openReleaseStore(git).read(content)).rejects.toMatchObject({ code: 'release-tampered' })
})
