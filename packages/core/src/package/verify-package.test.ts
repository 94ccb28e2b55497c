import { describe, expect, it } from 'vitest'
import { canonicalJson, sha256 } from '../digest.ts'
import { sampleOid } from '../testing/samples.ts'
import { manifestBytes, packageRefOf, parseManifest } from './manifest.ts'
import type { Manifest } from './package.ts'
import { verifyPackage } from './verify-package.ts'
import type { StoredFile } from './verify-package.ts'

const sql = Buffer.from('create table gift_card (id int);\n')
const yml = Buffer.from('requires: []\n')
const manifest: Manifest = {
  schema: 1,
  name: 'gift-cards',
  version: '1.0.0',
  source: sampleOid('source'),
  base: sampleOid('base'),
  sourceTime: '2026-11-20T08:00:00Z',
  requires: [],
  formerly: [],
  config: ['PRICE_URL'],
  files: [
    { path: '0001_create.sql', mode: '100644', size: sql.length, sha256: sha256(sql) },
    { path: 'package.yml', mode: '100644', size: yml.length, sha256: sha256(yml) },
  ],
  migrations: [{ id: '0001_create', file: '0001_create.sql' }],
  changes: [{ path: 'app.js', after: { mode: '100644', oid: sampleOid('app') } }],
  authors: ['ada@example.com'],
}
const files: StoredFile[] = [
  { path: '0001_create.sql', mode: '100644', bytes: sql },
  { path: 'package.yml', mode: '100644', bytes: yml },
]
const extra = (path: string, mode = '100644'): StoredFile[] => [...files, { path, mode, bytes: sql }]
const listed = (path: string): Manifest => ({
  ...manifest,
  files: [...manifest.files, { path, mode: '100644', size: 0, sha256: sha256('') }],
})

describe('a stored package', () => {
  it('is given back when every byte agrees', () => {
    const read = verifyPackage(manifestBytes(manifest), files)
    expect(read.manifest).toEqual(manifest)
    expect(read.ref).toEqual(packageRefOf(manifest))
    expect(read.ref.digest).toBe(sha256(manifestBytes(manifest)))
    expect([...read.files.keys()]).toEqual(['0001_create.sql', 'package.yml'])
  })

  it.each([
    [
      'package-tampered',
      'a changed byte',
      manifest,
      files.map((file) => ({ ...file, bytes: Buffer.from(Buffer.from(file.bytes).toString().toUpperCase()) })),
    ],
    [
      'package-tampered',
      'a byte more',
      manifest,
      files.map((file) => ({ ...file, bytes: Buffer.from(`${Buffer.from(file.bytes).toString()} `) })),
    ],
    ['package-tampered', 'a changed mode', manifest, files.map((file) => ({ ...file, mode: '100755' }))],
    ['package-tampered', 'a file too many', manifest, extra('0002_more.sql')],
    ['package-tampered', 'a file twice', manifest, extra('package.yml')],
    ['package-tampered', 'a file named twice', listed('package.yml'), files],
    ['package-file-missing', 'a file too few', manifest, files.slice(1)],
    [
      'package-file-missing',
      'a migration without file',
      { ...manifest, migrations: [{ id: '0009_x', file: '0009_x.sql' }] },
      files,
    ],
    ['package-path-escapes', 'a path that climbs out', manifest, extra('../../.bashrc')],
    ['package-path-escapes', 'a path that climbs out in the manifest', listed('/etc/passwd'), files],
    ['package-path-escapes', 'a path into .GIT', listed('.GIT/config'), files],
    ['package-link', 'a symbolic link', manifest, extra('link', '120000')],
    ['package-link', 'a submodule', manifest, extra('module', '160000')],
    ['package-case-collision', 'two spellings', manifest, extra('Package.yml')],
    [
      'package-case-collision',
      'a folder in two spellings',
      { ...manifest, files: [...listed('a/x').files, ...listed('A/y').files.slice(2)] },
      files,
    ],
  ] satisfies [string, string, Manifest, StoredFile[]][])('ends in %s with %s', (code, _what, said, held) => {
    expect(() => verifyPackage(manifestBytes(said), held)).toThrow(expect.objectContaining({ code }))
  })
})

describe('a manifest', () => {
  it('of a newer format is refused by name', () => {
    expect(() => parseManifest(Buffer.from('{"schema":2}'))).toThrow(expect.objectContaining({ code: 'package-format-newer' }))
  })

  it.each([
    ['no JSON', 'nonsense'],
    ['white space', `${canonicalJson(manifest)} `],
    ['another order of members', JSON.stringify({ ...manifest })],
    ['an unknown member', canonicalJson({ ...manifest, more: 1 })],
    ['a version that is none', canonicalJson({ ...manifest, version: '1.0' })],
  ])('with %s is not the one that was built', (_what, text) => {
    expect(() => parseManifest(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'package-tampered' }))
  })
})
