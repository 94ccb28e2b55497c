import { expect, test } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { samplePackage, sampleOid } from '../testing/samples.ts'
import { packageRoad } from './package-road.ts'
import {
  act,
  built,
  decision,
  deployment,
  factsOf,
  gate,
  gift,
  intent,
  lease,
  merged,
  promotion,
  refusal,
  rollback,
  verified,
} from './testing/story.ts'

/** `environment: what (people)` of each step. */
function road(...entries: LedgerEntry[]): string[] {
  return packageRoad(factsOf(entries).view, gift.name).map(
    ({ environment = 'everywhere', what, people }) =>
      `${environment}: ${what}${people.length === 0 ? '' : ` (${people.join(', ')})`}`,
  )
}

const approval: LedgerEntry = {
  kind: 'approval',
  environment: 'qa',
  package: gift.name,
  digest: gift.digest,
  effect: 'e'.repeat(64),
  pullRequest: 12,
  person: 'dora',
  review: 1,
  submittedAt: '2026-11-20T03:00:00Z',
}
const foreign = (verdict: 'noted' | 'unknown'): LedgerEntry => ({
  kind: 'foreign',
  environment: 'qa',
  commit: sampleOid('by hand'),
  verdicts: { 'gift-cards': verdict },
  reason: 'because',
})
const id = (text: string): string => sampleOid(text).slice(0, 12)

test('tells the whole road with people, in the order in which it was gone', () => {
  expect(
    road(
      { ...built(), people: ['ada@shop.example'] } as LedgerEntry,
      promotion(),
      decision(gate('approvals')),
      lease('acquire', '2026-11-20T05:00:00Z'),
      approval,
      decision(),
      decision(),
      intent(),
      merged,
      deployment('started'),
      verified(),
      foreign('unknown'),
      act('acknowledge', { package: gift.name, environment: 'qa', reason: 'looked\nat it' }),
      rollback('proposed'),
    ),
  ).toEqual([
    `everywhere: 1.0.0 is built from ${gift.source.slice(0, 12)} (ada@shop.example)`,
    'qa: 1.0.0 is proposed in #12 (ada)',
    'qa: #12 is approved (effect eeeeeeeeeeee) (dora)',
    'qa: every gate of #12 is open',
    `qa: is merged as ${id('tip')}`,
    'qa: 1.0.0 is deployed and verified (0 checks)',
    `qa: a commit from outside, ${id('by hand')}, touched it: unknown`,
    'qa: is acknowledged: looked at it (grace)',
  ])
})

test.each<[why: string, entries: LedgerEntry[], says: string[]]>([
  ['a proposal made again for another tip is said once', [promotion(), promotion()], ['qa: 1.0.0 is proposed in #12 (ada)']],
  ['a conflict', [promotion(gift, 'conflict')], ['qa: 1.0.0 is proposed in #12, in conflict: prices.txt (content) (ada)']],
  ['a refusal', [refusal()], ['qa: 1.0.0 is refused: On a copy of qa: relation "a" exists. (ada)']],
  [
    'a failed deployment',
    [promotion(), deployment('failed')],
    ['qa: 1.0.0 is proposed in #12 (ada)', 'qa: its deployment failed: A table is new.'],
  ],
  ['a hold', [act('hold', { package: gift.name })], ['everywhere: is held: smells (grace)']],
  ['of others nothing', [built(samplePackage('loyalty')), act('stop'), foreign('noted'), merged, verified()], []],
])('says what happened: %s', (_why, entries, says) => {
  expect(road(...entries)).toEqual(says)
})

test('names the record that says so', () => {
  expect(packageRoad(factsOf([lease('acquire', '2026-11-20T05:00:00Z'), promotion()]).view, gift.name)).toMatchObject([
    { at: '2026-11-20T02:00:00Z', record: 2 },
  ])
})
