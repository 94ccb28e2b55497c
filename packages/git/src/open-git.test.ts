import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openGit } from './open-git.ts'
import type { OpenGit } from './open-git.ts'
import { ada, bareRepository, commitFiles, plainGit, temporaryFolder } from './testing/temporary.ts'

const open: OpenGit[] = []
async function opened(url: string, options: { filter?: string; token?: string } = {}): Promise<OpenGit> {
  const git = await openGit({ url, ...options })
  open.push(git)
  return git
}
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const git of open.splice(0)) await git.close()
})

test('fetches, pushes and prunes with one round trip each', async () => {
  const origin = bareRepository()
  const [writer, reader] = [await opened(origin), await opened(origin)]
  const head = await commitFiles(writer, { 'a.txt': 'a\n' })
  const pushed = await writer.push([
    { ref: 'refs/heads/main', expected: undefined, to: head },
    { ref: 'refs/heads/env/qa', expected: undefined, to: head },
    { ref: 'refs/heads/main-old', expected: undefined, to: head },
  ])
  expect(pushed).toEqual({ kind: 'pushed' })

  const seen = await reader.fetch(['refs/heads/main', 'refs/heads/env/*', 'refs/heads/none'])
  expect([...seen.keys()].sort()).toEqual(['refs/heads/env/qa', 'refs/heads/main'])
  expect(Buffer.from((await reader.readFile(head, 'a.txt')) ?? []).toString()).toBe('a\n')

  await writer.push([{ ref: 'refs/heads/env/qa', expected: head, to: undefined }])
  expect((await reader.fetch(['refs/heads/env/*'])).size).toBe(0)
  expect(reader.roundTrips()).toEqual({ fetch: 2, push: 0, lazy: 0 })
  expect(writer.roundTrips()).toEqual({ fetch: 0, push: 2, lazy: 0 })
})

test('writes the empty repository that git would, without asking it', async () => {
  const git = await opened(bareRepository())
  expect(plainGit(git.directory, 'rev-parse', '--is-bare-repository')).toBe('true')
  expect(plainGit(git.directory, 'config', '--local', '--list')).toBe('core.repositoryformatversion=0\ncore.bare=true')
  expect(plainGit(git.directory, 'fsck', '--strict')).toBe('')
  await expect(git.commit('f'.repeat(40))).rejects.toMatchObject({ code: 'object-missing' })
})

test('knows the refs it fetched and pushed without a process, and git finds them too', async () => {
  const origin = bareRepository()
  const git = await opened(origin)
  const to = await commitFiles(git, { a: '1' })
  const tag = await git.writeTag({ name: 'package/a/1', object: to, message: 'a', tagger: ada, at: '2026-01-02T03:04:05Z' })
  await git.fetch(['refs/heads/*', 'refs/tags/*'])
  const [branch, other, name] = ['refs/heads/main', 'refs/heads/other', 'refs/tags/package/a/1']
  await git.push([branch, other].map((ref) => ({ ref, expected: undefined, to })))
  await git.push([
    { ref: name, expected: undefined, to: tag },
    { ref: other, expected: to, to: undefined },
  ])
  expect(plainGit(git.directory, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([branch, name])

  vi.stubEnv('PATH', temporaryFolder())
  expect(await git.refs('refs/tags/package')).toEqual(new Map([[name, { oid: tag, peeled: to }]]))
  expect([...(await git.refs('refs/heads')).keys()]).toEqual([branch])
  expect([...(await git.refs('refs/heads/mai')).keys()]).toEqual([])
  expect([git.fetchesOf(other), git.fetchesOf('refs/stagecoach/resolutions')]).toEqual([1, 0])
})

test('prunes with a narrow fetch only what that fetch asked for', async () => {
  const origin = bareRepository()
  const git = await opened(origin)
  const to = await commitFiles(git, { a: '1' })
  await git.push(['env/qa', 'env/it', 'main'].map((name) => ({ ref: `refs/heads/${name}`, expected: undefined, to })))
  await git.fetch(['refs/heads/*'])
  plainGit(origin, 'update-ref', '-d', 'refs/heads/env/qa')
  expect((await git.fetch(['refs/heads/env/qa'])).size).toBe(0)
  expect([...(await git.refs('refs/heads')).keys()]).toEqual(['refs/heads/env/it', 'refs/heads/main'])
  expect(plainGit(git.directory, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([
    'refs/heads/env/it',
    'refs/heads/main',
  ])
})

test('calls a push stale when somebody was faster, and a repeated one pushed', async () => {
  const origin = bareRepository()
  const git = await opened(origin)
  const first = await commitFiles(git, { a: '1' })
  const second = await commitFiles(git, { a: '2' }, { parents: [first] })
  const update = { ref: 'refs/heads/feature', expected: undefined, to: first }
  await git.push([update])
  expect(await git.push([update])).toEqual({ kind: 'pushed' })
  const both = [
    { ref: 'refs/heads/other', expected: undefined, to: second },
    { ref: 'refs/heads/feature', expected: second, to: second },
  ]
  expect(await git.push(both)).toEqual({ kind: 'stale', ref: 'refs/heads/feature' })
  expect(plainGit(origin, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/feature')
  const gone = { ref: 'refs/heads/feature', expected: first, to: undefined }
  expect(await git.push([gone])).toEqual({ kind: 'pushed' })
  expect(await git.push([gone, { ...update, ref: 'refs/heads/next' }])).toEqual({ kind: 'pushed' })
})

test('says what the server said when a hook refuses', async () => {
  const origin = bareRepository()
  mkdirSync(join(origin, 'hooks'), { recursive: true })
  writeFileSync(join(origin, 'hooks/pre-receive'), '#!/bin/sh\necho "GH006: Protected branch update failed"\nexit 1\n')
  chmodSync(join(origin, 'hooks/pre-receive'), 0o755)
  const git = await opened(origin)
  const to = await commitFiles(git, { a: '1' })
  const result = await git.push([{ ref: 'refs/heads/main', expected: undefined, to }])
  expect(result).toMatchObject({ kind: 'refused', code: 'protected', ref: 'refs/heads/main' })
  expect(result).toMatchObject({ reason: expect.stringContaining('GH006') as string })
})

test('reports an unreachable repository without the credentials in its address', async () => {
  const git = await opened('https://user:hunter2@127.0.0.1:1/none.git', { token: 'ghs_secret' })
  const failure: unknown = await git.fetch(['refs/heads/*']).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'remote-unreachable' })
  expect(String(failure)).not.toMatch(/hunter2|ghs_secret/)
  expect(readFileSync(join(git.directory, 'config'), 'utf8')).not.toMatch(/hunter2|ghs_secret|127/)
})

test('fetches what the filter left out when it is read, and counts it', async () => {
  const origin = bareRepository()
  plainGit(origin, 'config', 'uploadpack.allowFilter', 'true')
  plainGit(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  const writer = await opened(origin)
  const to = await commitFiles(writer, { small: 'x', large: 'y'.repeat(2_000_000) })
  await writer.push([{ ref: 'refs/heads/main', expected: undefined, to }])
  const reader = await opened(`file://${origin}`, { filter: 'blob:limit=1m' })
  await reader.fetch(['refs/heads/main'])
  expect(await reader.readFile(to, 'small')).toHaveLength(1)
  expect(reader.roundTrips()).toEqual({ fetch: 1, push: 0, lazy: 0 })
  expect(await reader.readFile(to, 'large')).toHaveLength(2_000_000)
  expect(reader.roundTrips()).toEqual({ fetch: 1, push: 0, lazy: 1 })
})

test('knows a missing object as missing when the remote knows no filters', async () => {
  const origin = bareRepository()
  const git = await opened(`file://${origin}`, { filter: 'blob:none' })
  const to = await commitFiles(git, { a: '1' })
  await git.push([{ ref: 'refs/heads/main', expected: undefined, to }])
  const reader = await opened(`file://${origin}`, { filter: 'blob:none' })
  await reader.fetch(['refs/heads/main'])
  expect(await reader.readFile(to, 'a')).toHaveLength(1)
  await expect(reader.readBlob('f'.repeat(40))).rejects.toMatchObject({ code: 'object-missing' })
})

test('refuses a shallow clone, as its own directory and as the remote', async () => {
  const origin = bareRepository()
  const git = await opened(origin)
  const first = await commitFiles(git, { a: '1' })
  const to = await commitFiles(git, { a: '2' }, { parents: [first] })
  await git.push([{ ref: 'refs/heads/main', expected: undefined, to }])
  const shallow = join(temporaryFolder(), 'shallow')
  plainGit(origin, 'clone', '--quiet', '--bare', '--depth=1', `file://${origin}`, shallow)
  await expect(openGit({ directory: shallow, url: origin })).rejects.toMatchObject({ code: 'git-shallow' })
  await expect((await opened(`file://${shallow}`)).fetch(['refs/heads/*'])).rejects.toMatchObject({ code: 'git-shallow' })
})

test('refuses a git without merge-tree --write-tree, and none at all', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'git'), '#!/bin/sh\necho "git version 2.37.9"\n')
  chmodSync(join(folder, 'git'), 0o755)
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
  await expect(openGit({ url: 'x' })).rejects.toMatchObject({ code: 'git-too-old' })
  vi.stubEnv('PATH', temporaryFolder())
  await expect(openGit({ url: 'x' })).rejects.toMatchObject({ code: 'git-missing' })
})

test('keeps variables, hooks and names of the caller away from git', async () => {
  const origin = bareRepository()
  vi.stubEnv('GIT_DIR', '/nowhere')
  vi.stubEnv('GIT_INDEX_FILE', '/nowhere/index')
  const git = await opened(origin)
  const to = await commitFiles(git, { '$(touch pwned) "x"': '1', '-rf': '2' })
  const branch = 'refs/heads/f$(touch${IFS}pwned)"\';-é'
  expect(await git.push([{ ref: branch, expected: undefined, to }])).toEqual({ kind: 'pushed' })
  expect([...(await git.fetch([branch])).keys()]).toEqual([branch])
  expect(existsSync(join(git.directory, 'pwned'))).toBe(false)
  await expect(git.fetch(['--upload-pack=touch pwned'])).rejects.toMatchObject({ code: 'ref-invalid' })
  await expect(git.commit('--help')).rejects.toMatchObject({ code: 'object-name-invalid' })
})
