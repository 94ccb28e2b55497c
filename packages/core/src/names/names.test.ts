import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBranchName } from './branch-name.ts'
import { formatEnvironmentVariable, isBrokenReference, parseEnvironmentVariable } from './environment-variable.ts'
import { formatMigrationFile, parseMigrationFile } from './migration-id.ts'
import { checkName, isName } from './name.ts'
import { formatPackageTag, parsePackageTag } from './package-tag.ts'
import { formatPromotionBranch, parsePromotionBranch } from './promotion-branch.ts'
import { formatReleaseTag, parseReleaseTag } from './release-tag.ts'
import { formatResetBranch, parseResetBranch } from './reset-branch.ts'
import { formatRollbackBranch, parseRollbackBranch } from './rollback-branch.ts'
import { isVersion, pseudoVersion } from './version.ts'

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/)
const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const version = fc.oneof(
  fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.')),
  fc.tuple(fc.nat(9), fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/)).map(([major, tail]) => `${major}.0.0-${tail}.1`),
)
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('a', '/', '.', '..', '-', '@{', '$(id)', ' ', '\n', 'é', '\u202e', '.lock', 'promote', 'package'),
    maxLength: 8,
  }),
  fc
    .tuple(fc.constantFrom('promote/', 'rollback/', 'reset/', 'package/', 'release/'), fc.string({ maxLength: 30 }))
    .map((parts) => parts.join('')),
)

describe('names in refs', () => {
  it('come back from their text as they went in', () => {
    fc.assert(
      fc.property(name, name, (environment, pkg) => {
        expect(parsePromotionBranch(formatPromotionBranch({ environment, package: pkg }))).toEqual({ environment, package: pkg })
      }),
    )
    fc.assert(
      fc.property(name, hex(16), (environment, operation) => {
        expect(parseRollbackBranch(formatRollbackBranch({ environment, operation }))).toEqual({ environment, operation })
        const reset = formatResetBranch({ environment, operation })
        expect(parseResetBranch(reset)).toEqual({ environment, operation })
        expect(parseRollbackBranch(reset)).toBeUndefined()
      }),
    )
    fc.assert(
      fc.property(name, version, (pkg, number) => {
        expect(parsePackageTag(formatPackageTag({ name: pkg, version: number }))).toEqual({ name: pkg, version: number })
      }),
    )
    fc.assert(
      fc.property(hex(40), (content) => {
        expect(parseReleaseTag(formatReleaseTag(content))).toBe(content)
      }),
    )
  })

  it('are read from no text that they would not write themselves', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const promotion = parsePromotionBranch(text)
        if (promotion !== undefined) expect(formatPromotionBranch(promotion)).toBe(text)
        const rollback = parseRollbackBranch(text)
        if (rollback !== undefined) expect(formatRollbackBranch(rollback)).toBe(text)
        const tag = parsePackageTag(text)
        if (tag !== undefined) expect(formatPackageTag(tag)).toBe(text)
      }),
    )
  })

  it.each([
    'promote/qa',
    'promote/qa/a/b',
    'promote//a',
    'promote/qa/A',
    'promote/qa/-a',
    'promote/../a',
    'promote/qa/a\n',
    'Promote/qa/a',
    'promote/qa/a.lock',
  ])('refuse %j as a promotion branch', (text) => expect(parsePromotionBranch(text)).toBeUndefined())

  it('refuse to be written from a name without the grammar', () => {
    expect(() => formatPromotionBranch({ environment: 'qa', package: '../main' })).toThrow(/not a name of a package/)
    expect(() => formatRollbackBranch({ environment: 'qa', operation: 'main' })).toThrow(/operation id/)
    expect(() => formatPackageTag({ name: 'a', version: '1.0' })).toThrow(/not a version/)
  })
})

describe('a branch name', () => {
  const samples = [
    'main',
    'feature/x',
    'feature/$(id)',
    "feature/it's",
    'feature/"q"',
    'föö/bär',
    'a b',
    'a..b',
    '-x',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a.',
    'a@{1',
    '/a',
    'a/',
    'a//b',
    'a\\b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\u0007',
    'a\u007f',
    'HEAD',
    'a`id`',
    'a;b',
    'a|b',
    'x.lockx',
    'a@b',
    '日本',
  ]
  it.each(samples)('is judged as git judges it: %j', (text) => {
    const git = spawnSync('git', ['check-ref-format', '--branch', text], { encoding: 'utf8' })
    expect(isBranchName(text)).toBe(git.status === 0)
  })

  it("is not git's shorthand for HEAD", () => {
    expect(isBranchName('@')).toBe(false)
  })

  it('is never one that git would refuse', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        if (!isBranchName(text)) return
        expect(spawnSync('git', ['check-ref-format', `refs/heads/${text}`]).status).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a name', () => {
  it.each([
    ['a', true],
    ['0-a', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['', false],
    ['-a', false],
    ['A', false],
    ['a_b', false],
    ['a\n', false],
    ['ä', false],
  ] as const)('%j: %s', (text, valid) => expect(isName(text)).toBe(valid))

  it('is shown without control characters when it is refused', () => {
    expect(() => checkName('package', 'a\u001b[31m\u202eb')).toThrow("'a\u{fffd}[31m\u{fffd}b'")
  })
})

describe('a version', () => {
  it.each([
    ['1.2.3', true],
    ['1.2.3-rc.1', true],
    ['v1.2.3', false],
    ['1.2', false],
    ['1.2.3+build', false],
    ['1.0.0-x.lock', false],
    ['1.0.0-a..b', false],
    [' 1.2.3', false],
    ['01.2.3', false],
  ] as const)('%j: %s', (text, valid) => expect(isVersion(text)).toBe(valid))

  it('of a nameless commit is its time in UTC and its first twelve digits', () => {
    const made = pseudoVersion('2026-11-22T07:15:30+01:00', '1a2b3c4d5e6f7081920a1b2c3d4e5f6071829304')
    expect(made).toBe('0.0.0-20261122061530-1a2b3c4d5e6f')
    expect(isVersion(made)).toBe(true)
  })
})

describe('a migration file', () => {
  it.each([
    ['0001_create.sql', 'migration'],
    ['0001_create.undo.sql', 'undo'],
    ['0010_a-b_c.sql', 'migration'],
  ] as const)('%s is a %s', (path, kind) => {
    const file = parseMigrationFile(path)
    expect(file?.kind).toBe(kind)
    expect(file && formatMigrationFile(file)).toBe(path)
  })

  it.each([
    '1_a.sql',
    '0001_.sql',
    '0001_A.sql',
    '0001-a.sql',
    '0001_a.SQL',
    'x/0001_a.sql',
    '0001_a',
    '00011_a.sql',
    '0001_a.down.sql',
  ])('%s is none', (path) => {
    expect(parseMigrationFile(path)).toBeUndefined()
  })
})

describe('a reference to an environment variable', () => {
  it('is read and written', () => {
    expect(parseEnvironmentVariable(formatEnvironmentVariable('QA_URL'))).toBe('QA_URL')
    expect(parseEnvironmentVariable('postgres://db')).toBeUndefined()
  })

  it('with a slip in it is not taken for a literal', () => {
    expect(isBrokenReference('env:1X')).toBe(true)
    expect(isBrokenReference('env:')).toBe(true)
    expect(isBrokenReference('environment')).toBe(false)
  })
})
