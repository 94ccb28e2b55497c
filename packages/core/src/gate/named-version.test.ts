import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleAct, samplePromotion } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { samplePackage } from '../testing/samples.ts'
import { namedVersion, type NamedAct } from './named-version.ts'

const of = (version: string) => samplePackage('loyalty', { version })
const [one, two, three] = [of('1.0.0'), of('2.0.0'), of('3.0.0')]
const built = (pkg: PackageRef): LedgerEntry => ({ kind: 'built', package: pkg, people: [] })
const proposed = (environment: string, pkg: PackageRef): LedgerEntry => samplePromotion({ environment, package: pkg })
const held = (pkg: PackageRef, environment?: string): LedgerEntry =>
  sampleAct('hold', { package: pkg.name, digest: pkg.digest, ...(environment === undefined ? {} : { environment }) })
const all = [built(one), built(two), built(three)]
const now = '2026-11-21T00:00:00Z'
const version = (entries: LedgerEntry[], request: Partial<NamedAct>) =>
  namedVersion(sampleView(...entries), { act: 'hold', package: 'loyalty', ...request }, now).version

it.each<[string, LedgerEntry[], Partial<NamedAct>, string]>([
  [
    'a hold that names nothing is about what was proposed last, not about a newer build',
    [...all, proposed('qa', one), proposed('qa', two)],
    {},
    '2.0.0',
  ],
  [
    'one that names an environment about what was proposed there',
    [...all, proposed('qa', one), proposed('integration', two)],
    { environment: 'qa' },
    '1.0.0',
  ],
  ['one that names a version about that', [...all, proposed('qa', two)], { package: 'loyalty@1.0.0' }, '1.0.0'],
  ['one on what nobody proposed about the newest build', all, {}, '3.0.0'],
  ['a release about what is held', [...all, proposed('qa', three), held(two, 'qa')], { act: 'release' }, '2.0.0'],
  [
    'a release of one of two held versions about the named one',
    [...all, held(one), held(two)],
    { act: 'release', package: 'loyalty@1.0.0' },
    '1.0.0',
  ],
])('%s', (_, entries, request, expected) => {
  expect(version(entries, request)).toBe(expected)
})

it.each<[string, LedgerEntry[], Partial<NamedAct>, string, string]>([
  ['names the versions there are', all, { package: 'loyalty@9.0.0' }, 'package-missing', '1.0.0, 2.0.0, 3.0.0'],
  [
    'asks which of several held versions to release',
    [...all, held(one), held(two)],
    { act: 'release' },
    'version-unclear',
    'loyalty@1.0.0',
  ],
  ['says where else it is held', [...all, held(one)], { act: 'release', environment: 'qa' }, 'hold-missing', 'every environment'],
])('%s', (_, entries, request, code, hint) => {
  expect(() => version(entries, request)).toThrow(expect.objectContaining({ code, hint: expect.stringContaining(hint) }))
})
