import { describe, expect, it } from 'vitest'
import { planRollback, type AppliedFacts, type RollbackFacts } from './rollback-plan.ts'

const expand: AppliedFacts = {
  package: 'loyalty',
  migration: '0001_a',
  classes: ['expand'],
  undo: 'missing',
  harms: [],
}
const data: AppliedFacts = {
  package: 'loyalty',
  migration: '0002_b',
  classes: ['expand', 'data'],
  undo: 'proved',
  harms: ['table public.product'],
}
const unseen: AppliedFacts = { ...data, undo: 'unproved-on-rows', noRows: ['column public.product.code'] }
const snapshot = { operation: 'a'.repeat(16), at: '2026-11-20T08:00:00.000Z' }
const facts = (rest: Partial<RollbackFacts>): RollbackFacts => ({
  predecessor: true,
  release: 'there',
  applied: [],
  undone: [],
  laterData: [],
  automatic: true,
  earlierAutomatic: 0,
  ofRollback: false,
  ...rest,
})

describe('the plan of a rollback', () => {
  it.each([
    ['nothing ran', { applied: [] }, 'application-only'],
    ['everything expands, even without undo scripts', { applied: [expand] }, 'application-only'],
    [
      'something changes data and its undo is proved',
      { applied: [expand, data].map((each) => ({ ...each, undo: 'proved' as const })) },
      'undo',
    ],
    ['one of them has no undo', { applied: [expand, data] }, 'refused'],
    ['an undo leaves another schema', { applied: [{ ...data, undo: 'differs' as const }] }, 'refused'],
    ['data came into what the undo takes', { applied: [data], laterData: ['table public.loyalty_account'] }, 'refused'],
    [
      'it expands only, but undid what the version before had run',
      { applied: [{ ...expand, undo: 'proved' as const }], undone: [{ ...expand, undo: 'proved' as const }] },
      'undo',
    ],
    [
      'a migration of the version before was dropped, which has a proved way back',
      { undone: [{ ...expand, undo: 'proved' as const }] },
      'undo',
    ],
    ['nothing proves that what it undid can be applied again', { undone: [{ ...expand, undo: 'unknown' as const }] }, 'refused'],
    ['there was never a verified state', { predecessor: false }, 'refused'],
    ['the release of the state before is gone', { release: 'gone' }, 'refused'],
    ['a person asks, and that release is gone', { release: 'gone', automatic: false }, 'refused'],
    ['the state before was adopted, and never built', { release: 'never' }, 'refused'],
    [
      'somebody changed a view by hand, which it must not overwrite',
      { changedByHand: 'someone changed public.cheap' },
      'refused',
    ],
    ['a file without transaction ran by half', { unfinished: ['loyalty/0001_a'] }, 'refused'],
    ['a person asks, and a file ran by half', { unfinished: ['loyalty/0001_a'], automatic: false }, 'refused'],
    ['an undo runs code that nobody can read', { applied: [{ ...data, hides: true }] }, 'refused'],
    ['a file ran by half, and a copy is there', { unfinished: ['loyalty/0001_a'], snapshot }, 'snapshot'],
    ['no script leads back, and a copy is there', { applied: [{ ...data, undo: 'missing' as const }], snapshot }, 'snapshot'],
    ['a script leads back, and a copy is there', { applied: [data], snapshot }, 'undo'],
    ['a script leads back from values that were taken', { applied: [{ ...data, takes: true }] }, 'undo'],
    ['values were taken, and a copy that has them is there', { applied: [{ ...data, takes: true }], snapshot }, 'snapshot'],
    ['nobody saw that the undo brings rows back', { applied: [unseen] }, 'refused'],
    ['nobody saw that, and a copy is there', { applied: [unseen], snapshot }, 'snapshot'],
    ['everything may stay, and a copy is there', { applied: [expand], snapshot }, 'application-only'],
    ['someone changed what it would bring back', { applied: [data], changedByHand: 'public.cheap', snapshot }, 'refused'],
    ['it is a rollback that failed', { ofRollback: true }, 'refused'],
    ['it was rolled back by itself before', { earlierAutomatic: 1 }, 'refused'],
    ['a person asks for a package that was rolled back before', { earlierAutomatic: 1, automatic: false }, 'application-only'],
  ] as const)('when %s', (_, given, kind) => {
    expect(planRollback(facts(given)).kind).toBe(kind)
  })

  it('names every migration that stands in the way', () => {
    const plan = planRollback(facts({ applied: [{ ...data, undo: 'failed' }] }))
    expect(plan.why).toContain('loyalty/0002_b (undo failed)')
  })

  it('says where the copy of the rehearsal had no rows to bring back', () => {
    expect(planRollback(facts({ applied: [unseen] })).why).toBe(
      "the rehearsal's copy lacks rows in column public.product.code: whether the undo of loyalty/0002_b brings them back is not known",
    )
  })

  it('names what it undid and cannot apply again', () => {
    const plan = planRollback(facts({ undone: [{ ...expand, undo: 'unknown' }] }))
    expect(plan.why).toContain('loyalty/0001_a (proof unknown)')
  })

  it('says that the release is gone', () => {
    expect(planRollback(facts({ release: 'gone' })).why).toBe('the release of the state before is gone')
  })

  it('says how a state that was never built gets its release', () => {
    expect(planRollback(facts({ release: 'never' })).why).toMatch(/ever built: the promote workflow with `release`/)
  })

  it('gives the SQL for whoever takes half a file back', () => {
    expect(planRollback(facts({ unfinished: ['loyalty/0001_a', 'search/0002_b'] })).why).toContain(
      `delete from stagecoach.progress where package = 'search' and migration = '0002_b'`,
    )
  })

  it('never loses data by itself', () => {
    expect(planRollback(facts({ applied: [{ ...data, undo: 'missing' }] })).kind).toBe('refused')
  })

  describe('by hand', () => {
    const byHand = (rest: Partial<RollbackFacts>) => planRollback(facts({ automatic: false, ...rest }))
    const expandToo: AppliedFacts = { ...expand, undo: 'proved' }

    it.each([
      [
        'runs the undo at the price of the rows that came',
        [data],
        { laterData: ['table public.account'] },
        ['table public.account'],
        false,
      ],
      [
        'runs an undo that does not give back what was, at the price of what it changed',
        [{ ...data, undo: 'differs' as const }],
        {},
        ['table public.product'],
        false,
      ],
      [
        'runs an undo that was never seen to bring values back, when exactly they are named',
        [expandToo, unseen],
        {},
        ['column public.product.code'],
        false,
      ],
      [
        'runs an undo whose code nobody can read, when its migration is named',
        [{ ...data, hides: true }],
        {},
        ['migration loyalty/0002_b'],
        false,
      ],
      [
        'names both, each once and in order',
        [{ ...data, undo: 'differs' as const }],
        {
          laterData: ['table public.product', 'column public.customer.tier', 'column public.account.id', 'table public.account'],
        },
        ['column public.customer.tier', 'table public.account', 'table public.product'],
        false,
      ],
      [
        'leaves everything where one script is missing: later rows stay, former values are gone',
        [expandToo, { ...data, undo: 'missing' as const }],
        { laterData: ['table public.account'] },
        ['table public.product'],
        true,
      ],
      [
        'leaves everything where a later package stands on it',
        [data],
        { standing: ['tiers/0001_tier (public.account)'] },
        ['table public.product'],
        true,
      ],
    ] as const)('%s', (_, applied, rest, losses, stays) => {
      expect(byHand({ applied: [...applied], ...rest })).toMatchObject({ kind: 'data-losing', losses, stays })
    })

    it.each([
      ['what it undid cannot come back', { undone: [{ ...expand, undo: 'unknown' as const }] }],
      ['what it undid would meet what stays', { applied: [{ ...data, undo: 'missing' as const }], undone: [expandToo] }],
    ] as const)('refuses where %s', (_, rest) => {
      expect(byHand(rest as Partial<RollbackFacts>).kind).toBe('refused')
    })
  })
})
