import { describe, expect, it } from 'vitest'
import { StagecoachErrors } from '../error.ts'
import { readPackageFolder } from './package-folder.ts'
import type { FolderFile } from './folder-problems.ts'

const folder = 'db/migrations/gift-cards'
const file = (path: string, text: string | Uint8Array = '', mode = '100644'): FolderFile => ({
  path,
  mode,
  bytes: Buffer.from(text),
})

function problems(...files: FolderFile[]): string[] {
  try {
    readPackageFolder('gift-cards', folder, files)
    return []
  } catch (error) {
    if (!(error instanceof StagecoachErrors)) throw error
    return error.problems.map((each) =>
      [each.file.slice(folder.length + 1), each.line, each.column, each.message].filter((part) => part !== undefined).join(':'),
    )
  }
}

describe('a package folder', () => {
  it('is read in order, with what it declares', () => {
    const read = readPackageFolder('gift-cards', folder, [
      file('0002_fill.sql', 'b'),
      file('package.yml', 'requires: [loyalty]\ncompletes: old-cards\nconfig: [GIFT_URL]\nformerly: [vouchers]\n'),
      file('0001_create.undo.sql', 'u'),
      file('0001_create.sql', 'a'),
      file('check.sh', '#!/bin/sh', '100755'),
    ])
    expect(read).toMatchObject({ requires: ['loyalty'], completes: 'old-cards', config: ['GIFT_URL'], formerly: ['vouchers'] })
    expect(read.migrations).toEqual([
      { id: '0001_create', file: '0001_create.sql', undo: '0001_create.undo.sql' },
      { id: '0002_fill', file: '0002_fill.sql' },
    ])
    expect(read.files.map(({ path, mode }) => `${path} ${mode}`)).toEqual([
      '0001_create.sql 100644',
      '0001_create.undo.sql 100644',
      '0002_fill.sql 100644',
      'check.sh 100755',
      'package.yml 100644',
    ])
  })

  it('may hold nothing but an empty package.yml', () => {
    expect(readPackageFolder('gift-cards', folder, [file('package.yml')])).toMatchObject({ requires: [], migrations: [] })
  })

  it.each([
    ['a name without number', [file('create.sql')], ['create.sql:is not named like a migration']],
    ['SQL in a folder', [file('sub/0001_a.sql')], ['sub/0001_a.sql:is not named like a migration']],
    ['SQL in capitals', [file('0001_a.SQL')], ['0001_a.SQL:is not named like a migration']],
    ['a number twice', [file('0001_a.sql'), file('0001_b.sql')], ['0001_b.sql:has the number 0001 of another migration']],
    ['a path twice', [file('package.yml'), file('package.yml')], ['package.yml:comes twice']],
    ['a lonely undo', [file('0001_a.undo.sql')], ['0001_a.undo.sql:undoes a migration that is not there']],
    ['a link', [file('package.yml', '/etc/passwd', '120000')], ['package.yml:is a symbolic link']],
    [
      'a file in Git LFS',
      [file('0001_a.sql', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n')],
      ['0001_a.sql:is a pointer of Git LFS, not the file'],
    ],
    ['a submodule', [file('lib', '', '160000')], ['lib:is a submodule']],
    ['a path that climbs out', [file('../x')], ['../x:is a path that leaves the folder, or no path on every system']],
    ['two spellings', [file('A.md'), file('a.md')], ['A.md:differs only in case from a.md']],
    ['no UTF-8', [file('0001_a.sql', Uint8Array.of(0x73, 0xff))], ['0001_a.sql:is not UTF-8 text']],
    [
      'too many bytes',
      [file('dump.bin', Buffer.alloc(5 * 1024 * 1024 + 1))],
      ['dump.bin:has 5242881 bytes; at most 5242880 go into a package'],
    ],
    ['nothing', [], [':holds no file']],
  ])('is refused with %s', (_what, files, expected) => expect(problems(...files)).toEqual(expected))

  it('shows everything that is wrong at once, in package.yml with line and column', () => {
    const yml = 'require: [loyalty]\nformerly: [gift-cards]\nconfig: [A, A, 1-2]\n'
    expect(problems(file('package.yml', yml), file('x.sql'), file('0001_a.undo.sql'))).toEqual([
      'x.sql:is not named like a migration',
      '0001_a.undo.sql:undoes a migration that is not there',
      'package.yml:1:1:`require` is not known in the file',
      'package.yml:3:16:`config[3]` must be a name of letters, digits and underscores',
    ])
    expect(problems(file('package.yml', 'formerly: [gift-cards]\nrequires: [a, a]\n'))).toEqual([
      "package.yml:1:12:'gift-cards' is the package itself",
      "package.yml:2:15:'a' is named twice",
    ])
  })
})
