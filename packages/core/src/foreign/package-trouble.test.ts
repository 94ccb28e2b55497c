import { expect, it } from 'vitest'
import type { ForeignEntry, PromotionEntry } from '../ledger/record.ts'
import type { Commit } from '../ports/git.ts'
import { gift, samplePromotion } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid } from '../testing/samples.ts'
import { handMerge, packageTrouble } from './package-trouble.ts'

const environment = { name: 'production' }
const person = { name: 'Linus', email: 'linus@example.com' }

function commit(change: Partial<Commit> = {}): Commit {
  const at = '2026-11-21T10:00:00Z'
  const who = { author: person, committer: person, authoredAt: at, committedAt: at }
  return {
    oid: sampleOid('by hand'),
    tree: sampleOid('tree'),
    parents: [sampleOid('tip')],
    message: 'Fix\n\nmore',
    ...who,
    ...change,
  }
}

function entry(
  verdict: 'noted' | 'present' | 'absent' | 'unknown',
  reason = 'commit 1 (gift-cards: why; other: because)',
): ForeignEntry {
  return { kind: 'foreign', environment: 'production', commit: sampleOid('by hand'), verdicts: { 'gift-cards': verdict }, reason }
}

it.each<[why: string, merged: Partial<Commit>, form: Partial<PromotionEntry>, found: boolean]>([
  ['a squash or a rebase of it: its tree on its tip', {}, {}, true],
  ['a merge commit: the tip is its first parent', { parents: [sampleOid('tip'), sampleOid('head')] }, {}, true],
  ['the tip was another: the content is not the one that was looked at', { parents: [sampleOid('newer')] }, {}, false],
  ['something else came with it', { tree: sampleOid('more') }, {}, false],
  ['the form was a draft in conflict', {}, { state: 'conflict' }, false],
  ['it was proposed to another environment', {}, { environment: 'qa' }, false],
  ['it is another version', {}, { package: { ...gift, digest: 'f'.repeat(64) } }, false],
])('takes a commit for a promotion that a person merged, or not: %s', (_why, merged, form, found) => {
  const by = commit(merged)
  const merge = handMerge(sampleView(samplePromotion(form)), 'production', gift, [{ commit: by }])
  expect(merge?.commit).toEqual(found ? by : undefined)
})

it.each<[kind: string, verdict: Parameters<typeof entry>[0], doubted: boolean, form: Partial<PromotionEntry>]>([
  ['paths-changed', 'unknown', true, {}],
  ['taken-out', 'absent', true, {}],
  ['merged-by-hand', 'present', false, {}],
  ['undecided', 'present', false, { state: 'conflict' }],
])('names the trouble %s after the verdict "%s"', (kind, verdict, doubted, form) => {
  const judged = { commit: commit(), entry: entry(verdict) }
  const about = doubted ? { ...judged, migrations: ['db/migrations/gift-cards/0001_a.sql'] } : undefined
  const trouble = packageTrouble(sampleView(samplePromotion(form)), environment, gift, [judged], about)
  expect(trouble).toMatchObject({ kind, package: gift, commit: { oid: sampleOid('by hand'), author: 'Linus', subject: 'Fix' } })
})

it('says of one package what a judgement says of it, and all where it is not told apart', () => {
  const said = (reason: string): unknown => {
    const doubted = { commit: commit(), entry: entry('unknown', reason), migrations: [] }
    return packageTrouble(sampleView(), environment, gift, [doubted], doubted)
  }
  expect(said('commit 1 (other: because; gift-cards: why)')).toMatchObject({ reason: 'why' })
  expect(said('commit 1 cannot be read')).toMatchObject({ reason: 'commit 1 cannot be read' })
})
