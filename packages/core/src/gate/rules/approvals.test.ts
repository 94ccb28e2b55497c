import { describe, expect, it } from 'vitest'
import type { ApprovalEntry } from '../../ledger/record.ts'
import type { Review } from '../../ports/forge.ts'
import { effectA, effectB, gift, sampleEffect, sampleFacts, samplePromotion, sampleReview } from '../../testing/facts.ts'
import { sampleOid, samplePackage } from '../../testing/samples.ts'
import type { GateFacts } from '../facts.ts'
import { approvals } from './approvals.ts'
import { governance } from './governance.ts'

const gate = { count: 1, teams: [] as string[], fourEyes: true }
type Reviews = Partial<GateFacts['reviews']>
const judged = (submitted: Review[], reviews: Reviews = {}, rule = gate) =>
  approvals(sampleFacts({ reviews: { submitted, ...reviews } }), rule)

const recorded = (person: string, change: Partial<ApprovalEntry> = {}): ApprovalEntry => ({
  kind: 'approval',
  environment: 'production',
  package: 'gift-cards',
  digest: gift.digest,
  effect: effectA,
  pullRequest: 7,
  person,
  review: sampleReview(person).id,
  submittedAt: '2026-11-20T11:00:00Z',
  ...change,
})

describe('approvals', () => {
  it.each([
    ['pass', 'one person approved', [sampleReview('ada')], {}],
    ['pending', 'nobody did', [], {}],
    ['pending', 'it was only commented', [sampleReview('ada', { state: 'commented' })], {}],
    ['pass', 'a comment follows the approval', [sampleReview('ada'), sampleReview('ada', { id: 2, state: 'commented' })], {}],
    ['pending', 'the approval was dismissed', [sampleReview('ada'), sampleReview('ada', { id: 2, state: 'dismissed' })], {}],
    [
      'fail',
      'the same person requests changes later',
      [sampleReview('ada'), sampleReview('ada', { id: 2, state: 'changes-requested' })],
      {},
    ],
    ['fail', 'another person requests changes', [sampleReview('ada'), sampleReview('bob', { state: 'changes-requested' })], {}],
    [
      'pass',
      'the request for changes was withdrawn',
      [sampleReview('bob', { state: 'changes-requested' }), sampleReview('bob', { id: 2 })],
      {},
    ],
    ['pending', 'the person is a bot', [sampleReview('ada', { bot: true })], {}],
    ['pending', 'the person is a bot by name', [sampleReview('renovate[bot]')], {}],
    [
      'pending',
      'the person is the author, in another case',
      [sampleReview('Ada')],
      { people: [{ login: 'ada', email: 'ada@x' }] },
    ],
    [
      'pending',
      'the person is a co-author by address',
      [sampleReview('ada')],
      { people: [{ email: '123+ada@users.noreply.github.com' }] },
    ],
    ['pending', 'the person built it', [sampleReview('ada')], { requesters: [{ person: 'ada', did: 'built it' }] }],
    [
      'pass',
      'an author requests changes, which denies nothing',
      [sampleReview('ada'), sampleReview('eve', { state: 'changes-requested' })],
      { people: [{ login: 'eve', email: '' }] },
    ],
    ['pending', 'the person may not write', [sampleReview('ada')], { outsiders: ['Ada'] }],
    ['pass', 'the person may write', [sampleReview('ada')], { outsiders: ['bob'] }],
    ['pending', 'the review names another head', [sampleReview('ada', { commit: sampleOid('other') })], {}],
    ['pending', 'the review is older than the validation', [sampleReview('ada', { submittedAt: '2026-11-20T09:00:00Z' })], {}],
  ] satisfies [string, string, Review[], Reviews][])('%s: %s', (state, _why, submitted, reviews) => {
    expect(judged(submitted, reviews).state).toBe(state)
  })

  it('count each person once, and say how many are missing', () => {
    const result = judged([sampleReview('ada'), sampleReview('ada', { id: 2 })], {}, { ...gate, count: 3 })
    expect(result).toMatchObject({ state: 'pending', waitsOn: ['2 more approvals'], reasons: ['1 of 3 approvals: @ada.'] })
  })

  it('let authors approve where four eyes are not asked for, but never a bot', () => {
    const people = [{ login: 'ada', email: '' }]
    expect(judged([sampleReview('ada')], { people }, { ...gate, fourEyes: false }).state).toBe('pass')
    expect(judged([sampleReview('ada', { bot: true })], {}, { ...gate, fourEyes: false }).state).toBe('pending')
  })

  it('count only members where teams are named', () => {
    const rule = { ...gate, count: 2, teams: ['dba'] }
    const reviews = [sampleReview('ada'), { ...sampleReview('bob'), id: 2 }]
    const verdict = judged(reviews, { teams: { dba: ['ada'] } }, rule)
    expect(verdict.state).toBe('pending')
    expect(verdict.reasons).toContain('@bob approved and is in none of the teams asked for.')
    expect(judged(reviews, { teams: { dba: ['ada', 'bob'] } }, rule).state).toBe('pass')
  })

  it('want someone of each team, and say which team could not be read', () => {
    const rule = { ...gate, teams: ['dba', 'ops'] }
    expect(judged([sampleReview('ada')], { teams: { dba: ['ADA'], ops: ['ada'] } }, rule).state).toBe('pass')
    expect(judged([sampleReview('ada')], { teams: { dba: ['bob'], ops: ['ada'] } }, rule)).toMatchObject({
      state: 'pending',
      waitsOn: ['team dba'],
    })
    expect(judged([sampleReview('ada')], { teams: { dba: ['ada'] } }, rule).reasons).toContain(
      'The members of the team ops could not be read.',
    )
  })

  it('want one person more where nobody knows who asked, who may be the one who approves', () => {
    const unknown = { unknownRequests: ['built it'] }
    expect(judged([sampleReview('ada')], unknown)).toMatchObject({
      state: 'pending',
      waitsOn: ['one more approval'],
      reasons: [
        '1 of 2 approvals: @ada.',
        'Nobody knows who built it: one more approval is wanted, unless a person starts it again.',
      ],
    })
    expect(judged([sampleReview('ada'), sampleReview('bob')], unknown).state).toBe('pass')
    expect(judged([sampleReview('ada')], unknown, { ...gate, fourEyes: false }).state).toBe('pass')
  })

  it('explain what is void', () => {
    const result = judged([sampleReview('eve'), sampleReview('ci', { bot: true })], {
      requesters: [{ person: 'eve', did: 'requested the promotion' }],
    })
    expect(result.reasons).toEqual([
      '0 of 1 approvals.',
      'The review of @eve counts for nothing: @eve requested the promotion.',
      'The review of @ci counts for nothing: @ci is a bot.',
    ])
  })

  it('name addresses behind which nobody is known', () => {
    const result = judged([sampleReview('ada')], {
      people: [{ email: 'x@y.z' }, { login: 'eve', email: 'e@x' }, { email: 'e@x' }, { email: 'noreply@github.com' }],
    })
    expect(result.reasons).toContain('Nobody knows whose address this is: x@y.z.')
  })
})

describe('an approval that was recorded', () => {
  it.each([
    ['pass', 'for this effect', recorded('ada')],
    ['pending', 'for another effect', recorded('ada', { effect: effectB })],
    ['pending', 'for another version', recorded('ada', { digest: samplePackage('gift-cards', { version: '2.0.0' }).digest })],
    ['pending', 'for another environment', recorded('ada', { environment: 'qa' })],
    ['pending', 'for another package', recorded('ada', { package: 'loyalty' })],
  ])('%s: %s', (state, _why, entry) => {
    expect(judged([sampleReview('ada')], { recorded: [entry] }).state).toBe(state)
  })

  it('keeps the effect it was given to when GitHub moves the review to the new head', () => {
    const result = judged([sampleReview('ada', { commit: sampleOid('head') })], {
      recorded: [recorded('ada', { effect: effectB })],
    })
    expect(result.reasons).toContain('The approval of @ada is void: it was given to another effect.')
  })
})

describe('an approval of a promotion that took a lane afterwards', () => {
  const ordinary = samplePromotion({ at: '2026-11-20T10:00:00Z' })
  const hurried = samplePromotion({ at: '2026-11-20T11:30:00Z', lane: { name: 'hotfix', reason: 'customers pay too much' } })
  const approvedAt = (submittedAt: string) =>
    approvals(
      sampleFacts({
        promotions: [ordinary, hurried],
        reviews: { submitted: [sampleReview('ada', { submittedAt })], recorded: [] },
      }),
      gate,
    )

  it('is void, since nobody agreed to what the lane leaves out', () => {
    const result = approvedAt('2026-11-20T11:00:00Z')
    expect(result.state).toBe('pending')
    expect(result.reasons).toContain('The approval of @ada is void: it was given before the lane hotfix was taken.')
  })

  it('counts when it was given since', () => {
    expect(approvedAt('2026-11-20T11:45:00Z').state).toBe('pass')
  })
})

describe('an approval of a promotion whose base moved', () => {
  const before = samplePromotion({ at: '2026-11-20T10:00:00Z', tip: sampleOid('old tip'), head: sampleOid('old head') })
  const now = samplePromotion({ at: '2026-11-20T11:30:00Z' })
  const review = sampleReview('ada', { commit: sampleOid('old head') })
  const moved = (merged: Partial<GateFacts['merged'][number]>, current = now, at = '2026-11-20T11:15:00Z') =>
    approvals(
      sampleFacts({
        promotions: [before, current],
        reviews: { submitted: [review], recorded: [recorded('ada')] },
        merged: [{ package: 'search', at, paths: [], objects: [], unknown: false, ...merged }],
      }),
      gate,
    )

  it('is visibly carried over when the neighbour touches nothing of it', () => {
    const result = moved({ paths: ['src/search.js'], objects: ['public.product'] })
    expect(result.state).toBe('pass')
    expect(result.reasons).toContain('The approval of @ada is carried over: search moved since and meets nothing of it.')
  })

  it.each([
    ['a path', { paths: ['src/gift.js'] }, 'search was merged since and also touches src/gift.js'],
    ['an object', { objects: ['public.gift_card'] }, 'search was merged since and also touches public.gift_card'],
    ['nobody knows what', { unknown: true }, 'search was merged since, and nobody recorded what it touches'],
  ])('is void when the neighbour also touches %s', (_what, merged, reason) => {
    const result = moved(merged)
    expect(result.state).toBe('pending')
    expect(result.reasons).toContain(`The approval of @ada is void: ${reason}.`)
  })

  it('is void when the effect changed with it', () => {
    expect(moved({}, { ...now, effect: sampleEffect(effectB) }).reasons).toContain(
      'The approval of @ada is void: it was given to another effect.',
    )
  })

  it('cares for no neighbour that was there when it was given', () => {
    expect(moved({ paths: ['src/gift.js'] }, now, '2026-11-20T09:00:00Z').state).toBe('pass')
  })
})

describe('governance', () => {
  const changed = [samplePromotion({ effect: sampleEffect(effectA, { paths: [{ path: '.github/workflows/ci.yml' }] }) })]
  const judge = (reviews: Reviews, promotions = changed) => governance(sampleFacts({ promotions, reviews }))

  it.each([
    ['pass', 'nothing under .github changes', {}, [samplePromotion()]],
    ['pending', 'nobody approved', {}, changed],
    ['pending', 'someone approved who does not govern', { submitted: [sampleReview('ada')] }, changed],
    ['pass', 'a maintainer approved', { submitted: [sampleReview('ada')], governors: ['ada'] }, changed],
    [
      'pending',
      'the maintainer wrote it',
      { submitted: [sampleReview('ada')], governors: ['ada'], people: [{ login: 'ada', email: '' }] },
      changed,
    ],
    [
      'pending',
      'nobody knows who asked, who may be the one maintainer',
      { submitted: [sampleReview('ada')], governors: ['ada'], unknownRequests: ['built it'] },
      changed,
    ],
    [
      'pass',
      'nobody knows who asked, and two maintainers approved',
      { submitted: [sampleReview('ada'), sampleReview('bob')], governors: ['ada', 'bob'], unknownRequests: ['built it'] },
      changed,
    ],
  ])('%s: %s', (state, _why, reviews, promotions) => expect(judge(reviews, promotions).state).toBe(state))

  it('asks for a change of the configuration wherever it lies', () => {
    const promotions = [samplePromotion({ effect: sampleEffect(effectA, { paths: [{ path: 'ops/stagecoach.yml' }] }) })]
    expect(governance(sampleFacts({ promotions })).state).toBe('pass')
    expect(governance(sampleFacts({ promotions, configuration: 'ops/stagecoach.yml' }))).toMatchObject({
      state: 'pending',
      reasons: ['It changes ops/stagecoach.yml.'],
    })
  })
})
