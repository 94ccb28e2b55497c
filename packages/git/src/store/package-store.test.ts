import { afterEach, beforeEach, expect, test } from 'vitest'
import { manifestBytes, packageRefOf, sha256 } from '@stagecoach/core'
import type { Manifest, Oid, RefUpdate } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { ada, bareRepository, commitFiles, plainGit } from '../testing/temporary.ts'
import { openPackageStore } from './package-store.ts'

let origin: string
let git: OpenGit
let source: Oid
beforeEach(async () => {
  origin = bareRepository()
  git = await openGit({ url: origin })
  source = await commitFiles(git, { 'app.ts': 'app\n' })
})
afterEach(() => git.close())

const files = new Map([
  ['0001_gift.sql', Buffer.from('create table gift (id int);\n')],
  ['package.yml', Buffer.from('requires: []\n')],
])

function manifestOf(fields: Partial<Manifest> = {}): Manifest {
  const listed = [...files].map(([path, bytes]) => ({ path, mode: '100644' as const, size: bytes.length, sha256: sha256(bytes) }))
  return {
    schema: 1,
    name: 'gift-cards',
    version: '1.0.0',
    source,
    base: source,
    sourceTime: '2026-01-02T03:04:05Z',
    requires: [],
    formerly: [],
    config: [],
    files: listed,
    migrations: [{ id: '0001_gift', file: '0001_gift.sql' }],
    changes: [],
    authors: ['ada@example.com'],
    ...fields,
  }
}

async function store(update: RefUpdate | undefined): Promise<void> {
  if (update !== undefined) await git.push([update])
}

test('stores a package on its source commit and reads it back in another clone', async () => {
  const { ref, update } = await openPackageStore(git).prepare(manifestOf(), files)
  await store(update)
  expect(plainGit(origin, 'rev-parse', 'package/gift-cards/1.0.0^{commit}^')).toBe(source)
  expect(plainGit(origin, 'cat-file', '-t', 'package/gift-cards/1.0.0')).toBe('tag')
  expect(plainGit(origin, 'show', 'package/gift-cards/1.0.0:manifest.json')).toBe(
    Buffer.from(manifestBytes(manifestOf())).toString(),
  )

  const other = await openGit({ url: origin })
  await other.fetch(['refs/tags/package/*'])
  const packages = openPackageStore(other)
  expect(await packages.versions()).toEqual([{ name: 'gift-cards', version: '1.0.0', source }])
  expect(await packages.versions('gift')).toEqual([])
  const stored = await packages.readRef(ref)
  expect(stored.manifest).toEqual(manifestOf())
  expect(Buffer.from(stored.files.get('0001_gift.sql') ?? []).toString()).toBe('create table gift (id int);\n')
  await expect(packages.readRef({ ...ref, digest: 'a'.repeat(64) })).rejects.toMatchObject({ code: 'package-tampered' })
  await other.close()
})

test('stores the same package once, gives equal ids on every machine, and refuses another one under its version', async () => {
  const packages = openPackageStore(git)
  const first = await packages.prepare(manifestOf(), files)
  const other = await openGit({ url: origin })
  await commitFiles(other, { 'app.ts': 'app\n' })
  expect(await openPackageStore(other).prepare(manifestOf(), files)).toEqual(first)
  await other.close()
  await store(first.update)
  expect(await packages.prepare(manifestOf(), files)).toEqual({ ref: first.ref, update: undefined })
  await expect(packages.prepare(manifestOf({ config: ['KEY'] }), files)).rejects.toMatchObject({ code: 'package-version-taken' })
})

test('says which package is missing', async () => {
  const reading = openPackageStore(git).read('gift-cards', '2.0.0')
  await expect(reading).rejects.toMatchObject({ code: 'package-missing', message: "There is no package 'gift-cards' 2.0.0." })
})

interface Forged {
  manifest?: Manifest | string
  entries?: Record<string, { mode?: string; text?: string } | undefined>
  digest?: string
  parents?: Oid[]
}

/** A tag as somebody with write access could make it. */
async function forge({ manifest = manifestOf(), entries = {}, digest, parents = [source] }: Forged): Promise<void> {
  const bytes = typeof manifest === 'string' ? Buffer.from(manifest) : Buffer.from(manifestBytes(manifest))
  const all: NonNullable<Forged['entries']> = { 'manifest.json': { text: bytes.toString() } }
  for (const [path, content] of files) all[`files/${path}`] = { text: content.toString() }
  const edits = new Map<string, { mode: string; oid: Oid }>()
  for (const [path, entry] of Object.entries({ ...all, ...entries })) {
    if (entry !== undefined)
      edits.set(path, { mode: entry.mode ?? '100644', oid: await git.writeBlob(Buffer.from(entry.text ?? '')) })
  }
  const tree = await git.editTree(undefined, edits)
  const fields = { message: 'forged', author: ada, committer: ada, at: '2026-01-02T03:04:05Z' }
  const object = await git.writeCommit({ tree, parents, ...fields })
  const message = `Digest: ${digest ?? sha256(bytes)}`
  const to = await git.writeTag({ name: 'x', object, message, tagger: ada, at: fields.at })
  await store({ ref: 'refs/tags/package/gift-cards/1.0.0', expected: undefined, to })
}

const withFile = (path: string): Manifest =>
  manifestOf({ files: [...manifestOf().files, { path, mode: '100644', size: 0, sha256: sha256('') }] })

test.each<[string, string, () => Forged]>([
  ['a changed byte', 'package-tampered', () => ({ entries: { 'files/package.yml': { text: 'requires: [x]' } } })],
  [
    'a file made executable',
    'package-tampered',
    () => ({ entries: { 'files/package.yml': { text: 'requires: []\n', mode: '100755' } } }),
  ],
  ['a file more', 'package-tampered', () => ({ entries: { 'files/0002_more.sql': { text: 'drop table gift' } } })],
  ['a file outside of files/', 'package-tampered', () => ({ entries: { 'more.sql': {} } })],
  [
    'a manifest that was changed',
    'package-tampered',
    () => ({ manifest: manifestOf({ config: ['X'] }), digest: packageRefOf(manifestOf()).digest }),
  ],
  ['a manifest of another package', 'package-tampered', () => ({ manifest: manifestOf({ name: 'other' }) })],
  ['a manifest that is none', 'package-tampered', () => ({ manifest: '{}' })],
  ['no manifest', 'package-tampered', () => ({ entries: { 'manifest.json': undefined } })],
  ['another parent', 'package-tampered', () => ({ parents: [] })],
  ['a missing file', 'package-file-missing', () => ({ entries: { 'files/package.yml': undefined } })],
  ['a link', 'package-link', () => ({ entries: { 'files/package.yml': { text: '/etc/passwd', mode: '120000' } } })],
  ['a submodule', 'package-link', () => ({ entries: { 'files/package.yml': { mode: '160000' } } })],
  ['a path that climbs out', 'package-path-escapes', () => ({ manifest: withFile('../../../etc/cron.d/x') })],
  [
    'paths that differ in case',
    'package-case-collision',
    () => ({ manifest: withFile('PACKAGE.yml'), entries: { 'files/PACKAGE.yml': {} } }),
  ],
  ['a newer format', 'package-format-newer', () => ({ manifest: '{"schema":2}' })],
])('refuses %s as %s', async (_, code, forged) => {
  await forge(forged())
  await expect(openPackageStore(git).read('gift-cards', '1.0.0')).rejects.toMatchObject({ code })
})

test('refuses a lightweight tag', async () => {
  await store({ ref: 'refs/tags/package/gift-cards/1.0.0', expected: undefined, to: source })
  await expect(openPackageStore(git).read('gift-cards', '1.0.0')).rejects.toMatchObject({ code: 'package-tampered' })
})
