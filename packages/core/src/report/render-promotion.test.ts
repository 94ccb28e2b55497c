import { describe, expect, it } from 'vitest'
import { decide } from '../gate/decide.ts'
import { sealRecords } from '../ledger/chain.ts'
import { viewHistory } from '../ledger/history.ts'
import type { LedgerRecord, NewEntry } from '../ledger/record.ts'
import { effectA, gift, sampleEffect, sampleEnvironment, sampleFacts, sampleFinding, samplePromotion } from '../testing/facts.ts'
import { samplePackage } from '../testing/samples.ts'
import { sharedWithUnreleased } from './neighbours.ts'
import { commentLimit, renderSections } from './sections.ts'
import { renderPromotion, type PromotionReport } from './render-promotion.ts'

const statement = (migration: string, ...compatibility: ('expand' | 'contract')[]) => ({
  package: 'gift-cards',
  migration,
  checksum: 'c'.repeat(64),
  compatibility,
})
const effect = sampleEffect(effectA, {
  statements: [statement('0001_create', 'expand'), statement('0002_drop', 'expand', 'contract')],
  undo: { 'gift-cards/0001_create': 'proved', 'gift-cards/0002_drop': 'missing' },
})
const undone = [
  { package: 'gift-cards', migration: '0002_b', loses: ['public.gift_card', 'public.product.gift'] },
  { package: 'gift-cards', migration: '0001_a', loses: [] },
]
const promotion = samplePromotion({
  effect,
  replaces: samplePackage('gift-cards', { version: '0.9.0' }),
  findings: [sampleFinding({ allowed: 'nobody reads <it>' })].map((each) => ({ ...each, migration: '0002_drop' })),
  overtakes: [
    { package: 'loyalty', version: '1.0.0', objects: [], result: 'independent', unproved: [] },
    { package: 'search', version: '2.0.0', objects: ['public.product'], result: 'commutes', unproved: ['UPDATE public.product'] },
  ],
  rehearsal: {
    on: 'clone',
    server: '15.4',
    state: 'f'.repeat(64),
    passed: true,
    milliseconds: 40,
    detail: '2 migrations, 0 undone first',
  },
})
const environment = sampleEnvironment({
  after: ['qa'],
  gates: [
    { gate: 'deployed', to: 'qa', for: 86_400_000 },
    { gate: 'approvals', count: 1, teams: ['dba'], fourEyes: true },
  ],
})
const facts = sampleFacts({
  environment,
  promotions: [promotion],
  trust: { qa: { kind: 'verified', since: '2026-11-20T06:00:00Z', operation: 'a'.repeat(16) } },
})
const report: PromotionReport = {
  promotion,
  decision: decide(facts),
  shared: [{ package: 'loyalty', version: '1.0.0', objects: ['public.gift_card'] }],
  now: facts.now,
}

describe('the comment of a promotion', () => {
  it('says what runs, what leads back, what it meets, who opens what and when', () => {
    expect(renderPromotion(report)).toMatchInlineSnapshot(`
      "<!-- stagecoach:promotion -->
      ## gift-cards 1.0.0 → production, instead of 0.9.0

      ⏳ It could ship at 2026-11-21 06:00 UTC at the earliest. It waits for an acknowledgement of this effect, one more approval, team dba.

      ### Gates

      | Gate | State | Why | Who or what opens it | Earliest |
      |---|---|---|---|---|
      | promotion | ⏳ waits | It goes before search 2.0.0; no replay proves what happens to rows: UPDATE public.product. | an acknowledgement of this effect |  |
      | deployed | ⏳ waits | gift-cards 1.0.0 is verified in qa since 2026-11-20T06:00:00Z; 1d are required. |  | 2026-11-21 06:00 UTC |
      | approvals | ⏳ waits | 0 of 1 approvals.<br>The members of the team dba could not be read. | one more approval, team dba |  |

      ### What will run

      |  | Migration | Class | Lock | Undo |
      |---|---|---|---|---|
      | 1 | <code>gift-cards/0001\\_create</code> | expand | none | proved |
      | 2 | <code>gift-cards/0002\\_drop</code> | expand, contract | brief | no script |

      ### Point of no return

      Step 2, \`gift-cards/0002_drop\` (undo: no script).

      ### What the SQL does

      - \`gift-cards/0002_drop:3\` ALTER TABLE: **contract**, lock brief (drop-column). readers of the column fail. The file says: nobody reads \\<it\\>

      ### It can go alone

      - \`loyalty\` 1.0.0 stays behind: no object in common.
      - \`search\` 2.0.0 stays behind: both orders gave the same catalog for \`public.product\`. **Unproved**, a person is asked: \`UPDATE public.product\`.

      ### Shared with packages that are not released

      - \`loyalty\` 1.0.0: \`public.gift_card\`

      ### Changed paths

      <details><summary>One path</summary>

      - new \`src/gift.js\`

      </details>

      ---
      Rehearsed on a clone, PostgreSQL 15.4: 2 migrations, 0 undone first.
      People approve the effect \`aaaaaaaaaaaa\`; another effect wants other approvals.
      Made for the tip \`306a967f976e\` as \`1a954628a960\`, package digest \`211bdaa4858b\`.
      "
    `)
  })

  it.each([
    [
      'before the gates were evaluated',
      { ...report, decision: { state: 'pending', gates: [] } },
      'It could ship as soon as that is done',
    ],
    ['when every gate is open', { ...report, decision: { state: 'pass', gates: [] } }, '✅ Every gate is open'],
    [
      'on conflict',
      { ...report, promotion: samplePromotion({ state: 'conflict', detail: 'src/app.js (content)' }) },
      '`stagecoach resolve 7`',
    ],
    [
      'when refused',
      { ...report, promotion: samplePromotion({ state: 'refused', detail: 'needs public.loyalty' }) },
      '❌ Refused: needs public.loyalty',
    ],
    [
      'without migrations',
      { ...report, promotion: samplePromotion({ effect: sampleEffect(effectA, { statements: [] }) }) },
      'No migration runs.',
    ],
    [
      'when a version drops what ran, and nothing else runs: not that nothing does',
      { ...report, promotion: samplePromotion({ effect: sampleEffect(effectA, { statements: [], undone }) }) },
      '- `gift-cards/0002_b`: `public.gift_card`, `public.product.gift` go with all rows\n- `gift-cards/0001_a`\n\nRows that came since stop the deployment before anything runs.\n\nNo migration runs after that.',
    ],
    [
      'that rows are lost where the environment may be thrown away',
      { ...report, disposable: true, promotion: samplePromotion({ effect: sampleEffect(effectA, { undone }) }) },
      '⚠️ The environment is disposable: rows that came since are lost there, and nothing asks again.\n\n|  | Migration |',
    ],
  ] satisfies [string, PromotionReport, string][])('is told %s', (_when, change, text) => {
    expect(renderPromotion(change)).toContain(text)
  })

  it('says when nothing prevents the way back', () => {
    const proved = samplePromotion({ effect: sampleEffect(effectA, { undo: { 'gift-cards/0001_create': 'proved' } }) })
    const noRows = { 'gift-cards/0001_create': ['column public.card.code'] }
    const unseen = sampleEffect(effectA, { undo: { 'gift-cards/0001_create': 'unproved-on-rows' }, noRows })
    expect(renderPromotion({ ...report, promotion: samplePromotion({ effect: unseen }) })).toContain(
      "The rehearsal's copy lacks rows in `column public.card.code`: whether the undo of `gift-cards/0001_create` brings them back is not known.",
    )
    expect(renderPromotion({ ...report, promotion: proved })).toContain('There is none: every migration has an undo script')
  })

  it('lets nothing from SQL, paths or people out of its place', () => {
    const evil = '</details>\n# `@everyone` | ![x](http://evil)'
    const text = renderPromotion({
      ...report,
      promotion: samplePromotion({
        findings: [sampleFinding({ message: evil, allowed: evil })],
        lane: { name: 'hotfix', reason: evil },
        effect: sampleEffect(effectA, { paths: [{ path: evil }] }),
      }),
      decision: { state: 'pending', gates: [{ gate: 'checks', state: 'pending', reasons: [evil], waitsOn: [evil] }] },
    })
    const outside = text.replace(/(`+)(?:(?!\1)[^\n])*?\1/g, '')
    expect(outside).not.toMatch(/^# /m)
    expect(outside).not.toMatch(/@everyone|http:\/\/|!\[x\]\(/)
    expect(outside.match(/(?<!\\)<\/details>/g)).toHaveLength(1)
  })

  it('is never longer than GitHub takes, and names what is left out', () => {
    const paths = Array.from({ length: 150 }, (_, index) => ({ path: `src/${'é'.repeat(150)}/${index}.js` }))
    const findings = Array.from({ length: 50 }, (_, index) => sampleFinding({ message: `${'lång '.repeat(120)}${index}` }))
    const text = renderPromotion({ ...report, promotion: { ...promotion, findings, effect: { ...effect, paths } } })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(commentLimit)
    expect(text).toContain('left out: Changed paths')
    expect(text).toContain('### Gates')
  })
})

describe('sections that cannot be left out', () => {
  it('are cut at the end of a line', () => {
    const text = renderSections([{ body: Array(100).fill('| a | é |').join('\n'), dispensable: 0 }], 200)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200)
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .every((line) => line === '| a | é |'),
    ).toBe(true)
    expect(text).toContain('Cut: too long')
  })
})

describe('packages that touch the same objects', () => {
  const promoted = (name: string, objects: string[], version = '1.0.0'): NewEntry => ({
    ...samplePromotion({ package: samplePackage(name, { version }), effect: sampleEffect(effectA, { objects }) }),
    key: `${name} ${version}`,
  })
  const view = (...entries: NewEntry[]) => {
    const records: LedgerRecord[] = sealRecords(
      [],
      entries.map((entry) => ({ ...entry })),
      { at: '2026-11-20T09:00:00Z', by: { login: 'ada' } },
    )
    return viewHistory({ tip: undefined, records })
  }
  const released: NewEntry = {
    kind: 'verification',
    key: 'released',
    operation: 'a'.repeat(16),
    environment: 'production',
    commit: 'a'.repeat(40),
    content: 'b'.repeat(40),
    packages: [samplePackage('search')],
    passed: true,
    checks: [],
  }

  it('are those of the newest promotions that production does not hold', () => {
    const history = view(
      promoted('loyalty', ['public.gift_card', 'public.x']),
      promoted('search', ['public.gift_card']),
      promoted('prices', ['public.price']),
      released,
    )
    expect(sharedWithUnreleased(history, { package: gift, effect: sampleEffect(effectA) }, 'production')).toEqual([
      { package: 'loyalty', version: '1.0.0', objects: ['public.gift_card'] },
    ])
  })

  it('are not those whose newer version lets go of them', () => {
    const history = view(promoted('loyalty', ['public.gift_card']), promoted('loyalty', [], '2.0.0'))
    expect(sharedWithUnreleased(history, { package: gift, effect: sampleEffect(effectA) }, 'production')).toEqual([])
  })
})
