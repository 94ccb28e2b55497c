import { describe, expect, it } from 'vitest'
import type { Environment } from '../config/config.ts'
import { sha256 } from '../digest.ts'
import { analysisOf, logEntry, packageRef, storedPackage } from '../testing/packages.ts'
import { classOf, effectOf, type EffectParts } from './effect.ts'

const ref = packageRef('loyalty')
const environment: Environment = {
  name: 'qa',
  branch: 'env/qa',
  after: [],
  production: false,
  disposable: true,
  snapshot: false,
  autoPromote: false,
  databases: {},
  verify: [],
  config: {},
  gates: [],
  rollbackGates: [],
  lanes: {},
  digest: sha256('qa'),
}
const oid = (text: string) => sha256(text).slice(0, 40)
const parts = (rest: Partial<EffectParts> = {}, text = 'create table a()'): EffectParts => ({
  environment,
  plan: { apply: [{ package: 'loyalty', migration: '0001_a' }], undo: [] },
  desired: [
    {
      pkg: storedPackage(ref, ['0001_a']),
      analysis: analysisOf(ref, {
        '0001_a': { text, statements: [{ findings: ['data'], objects: [['create', 'table', 'public.a']] }] },
      }),
    },
  ],
  delta: { 'table public.a': { after: sha256('a') } },
  undo: { 'loyalty/0001_a': 'proved' },
  paths: [{ path: 'src/a.js', after: { mode: '100644', oid: oid('a') } }],
  ...rest,
})
const digest = (rest: Partial<EffectParts> = {}, text?: string) => effectOf(parts(rest, text)).digest

describe('an effect', () => {
  it('is the same for the same statements, delta, undo, paths and settings', () => {
    expect(digest()).toBe(digest())
  })

  it.each([
    ['a statement is edited', digest({}, 'create table b()')],
    ['another object comes out', digest({ delta: { 'table public.b': { after: sha256('a') } } })],
    ['the undo is no longer proved', digest({ undo: { 'loyalty/0001_a': 'differs' } })],
    [
      'a path starts from other content',
      digest({
        paths: [{ path: 'src/a.js', before: { mode: '100644', oid: oid('b') }, after: { mode: '100644', oid: oid('a') } }],
      }),
    ],
    ['a path becomes executable', digest({ paths: [{ path: 'src/a.js', after: { mode: '100755', oid: oid('a') } }] })],
    ['the environment is configured otherwise', digest({ environment: { ...environment, digest: sha256('other') } })],
  ])('is another when %s', (_, other) => {
    expect(other).not.toBe(digest())
  })

  it('names the objects that its packages touch', () => {
    expect(effectOf(parts()).objects).toEqual(['public.a'])
  })

  it('says what is taken back first, and whose rows go with it', () => {
    const old = packageRef('cards')
    const undo = [{ ...logEntry(old, '0001_a'), leftBehind: false }]
    const made = analysisOf(old, {
      '0001_a': {
        statements: [
          {
            objects: [
              ['create', 'table', 'public.card'],
              ['read', 'table', 'public.product'],
            ],
          },
        ],
      },
    })
    const migrations = made.migrations.map((each) => ({ ...each, undoLoses: [{ kind: 'column' as const, name: 'public.b.c' }] }))
    const former = [{ pkg: storedPackage(old, ['0001_a']), analysis: { ...made, migrations } }]
    const plan = { apply: [], undo }
    expect(effectOf(parts({ plan, former })).undone).toEqual([
      { package: 'cards', migration: '0001_a', loses: ['public.card', 'public.b.c'] },
    ])
    expect(effectOf(parts({ plan, former })).digest).toBe(effectOf(parts({ plan })).digest)
    expect(effectOf(parts()).undone).toBeUndefined()
  })

  it('does not change with a neighbour that runs nothing and stands on other paths', () => {
    const neighbour = packageRef('search')
    const desired = [
      ...parts().desired,
      { pkg: storedPackage(neighbour, ['0001_z']), analysis: analysisOf(neighbour, { '0001_z': {} }) },
    ]
    expect(digest({ desired })).toBe(digest())
  })
})

describe('the class of a statement', () => {
  const statement = (...findings: Parameters<typeof analysisOf>[1][string]['statements'] & object) => findings
  it.each([
    [['expand', 'contract'], 'contract'],
    [['data', 'unknown'], 'unknown'],
    [['expand', 'behavioural', 'data'], 'behavioural'],
    [[], 'expand'],
  ] as const)('is the gravest of %j', (findings, gravest) => {
    const [first] =
      analysisOf(ref, { '0001_a': { statements: statement({ findings: [...findings] }) } }).migrations[0]?.statements ?? []
    expect(first && classOf(first)).toBe(gravest)
  })
})
