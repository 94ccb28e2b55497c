import { expect, it } from 'vitest'
import { decide } from '../gate/decide.ts'
import { effectA, sampleEffect, sampleEnvironment, sampleFacts, samplePromotion } from '../testing/facts.ts'
import { samplePackage } from '../testing/samples.ts'
import { planLines } from './plan-lines.ts'

const statement = (migration: string, ...compatibility: ('expand' | 'contract')[]) => ({
  package: 'gift-cards',
  migration,
  checksum: 'c'.repeat(64),
  compatibility,
})
const promotion = samplePromotion({
  effect: sampleEffect(effectA, {
    statements: [statement('0001_create', 'expand'), statement('0002_drop', 'expand', 'contract')],
    undo: { 'gift-cards/0001_create': 'proved', 'gift-cards/0002_drop': 'missing' },
    delta: { 'table public.gift_card': { after: 'x' }, 'table public.product': { before: 'x', after: 'y' } },
  }),
  replaces: samplePackage('gift-cards', { version: '0.9.0' }),
  overtakes: [
    { package: 'search', version: '2.0.0', objects: ['public.product'], result: 'commutes', unproved: ['UPDATE public.product'] },
  ],
})

it('says what a promotion would run, change, overtake and wait for', () => {
  const environment = sampleEnvironment({ gates: [{ gate: 'approvals', count: 1, teams: ['dba'], fourEyes: false }] })
  const facts = sampleFacts({ environment, promotions: [promotion], acts: { ...sampleFacts().acts, acknowledgements: [] } })
  expect(planLines(promotion, decide(facts), facts.now)).toMatchInlineSnapshot(`
    [
      "takes the place of gift-cards 0.9.0",
      "runs 1. gift-cards/0001_create: expand, lock none, undo: proved",
      "runs 2. gift-cards/0002_drop: expand, contract, lock none, undo: no script",
      "changes + table public.gift_card, ~ table public.product",
      "goes before search 2.0.0: both orders give the same public.product; no replay proves UPDATE public.product",
      "gate promotion waits: It goes before search 2.0.0; no replay proves what happens to rows: UPDATE public.product. Opened by an acknowledgement of this effect.",
      "gate approvals waits: 0 of 1 approvals. The members of the team dba could not be read. Opened by one more approval, team dba.",
      "could ship as soon as these gates are opened",
    ]
  `)
})

it('says that nothing keeps it, and names by reading what no rehearsal measured', () => {
  const read = samplePromotion({
    effect: sampleEffect(effectA, { statements: [], delta: 'not-comparable', objects: ['public.product'] }),
  })
  const facts = sampleFacts({ environment: sampleEnvironment({ gates: [] }), promotions: [read] })
  const lines = planLines(read, decide(facts), facts.now)
  expect(lines).toEqual(expect.arrayContaining(['runs no migration', 'touches public.product']))
  expect(lines.at(-1)).toBe('every gate would be open: it would be merged and deployed')
})

it('names the conflicts that a person resolves first', () => {
  const conflict = samplePromotion({ state: 'conflict', detail: 'prices.txt (content)' })
  const facts = sampleFacts({ promotions: [conflict] })
  expect(planLines(conflict, decide(facts), facts.now)).toContain('conflicts in prices.txt (content)')
})
