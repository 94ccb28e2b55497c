import { expect, test } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleOid } from '../testing/samples.ts'
import { cellWords, environmentWords } from './status-words.ts'
import {
  act,
  built,
  decision,
  deployment,
  factsOf,
  gate,
  gift,
  gift2,
  intent,
  lease,
  merged,
  promotion,
  refusal,
  rollback,
  tip,
  verified,
} from './testing/story.ts'
import type { DriftStatus } from './status-view.ts'
import { viewStatus } from './view-status.ts'
import { renderStatusMarkdown } from './render-status-markdown.ts'

type Branch = NonNullable<Parameters<typeof factsOf>[1]>

const proposed = { proposed: true }
const holding = { packages: [gift] }
const repair = { pullRequest: 14, tip: tip.oid, head: tip.oid, tree: tip.tree, content: tip.tree, packages: [] }
const under = [built(), promotion(), intent(), merged]

const cells: [says: string, entries: LedgerEntry[], branch: Branch, why: string][] = [
  ['', [built()], {}, 'built, and nobody asked'],
  ['#12 1.0.0 being looked at', [built(), promotion()], proposed, 'proposed, not evaluated'],
  ['#12 1.0.0 conflict', [built(), promotion(gift, 'conflict')], proposed, 'in conflict'],
  [
    '#12 1.0.0 waits: approvals, deployed (until 2026-11-22 08:00:00Z)',
    [
      built(),
      promotion(),
      decision(gate('approvals'), gate('deployed', { until: '2026-11-22T08:00:00Z' }), gate('checks', { state: 'pass' })),
    ],
    proposed,
    'shut gates, the latest instant',
  ],
  [
    '#12 1.0.0 refused by migrations',
    [built(), promotion(), decision(gate('migrations', { state: 'fail' }))],
    proposed,
    'a gate says no',
  ],
  ['#12 1.0.0 about to merge', [built(), promotion(), decision()], proposed, 'every gate open'],
  ['#12 1.0.0 waits: stop', [built(), promotion(), decision(), act('stop')], proposed, 'stopped after every gate was open'],
  [
    '#12 1.0.0 waits: hold\nheld: smells',
    [built(), promotion(), decision(), act('hold', { package: gift.name })],
    proposed,
    'held after every gate was open',
  ],
  [
    '#12 2.0.0 waits: pause\n1.0.0 rolled back, 1d 8h ago',
    [built(), promotion(gift2), decision(), rollback('proposed')],
    proposed,
    'its environment is rolled back meanwhile: nothing is about to merge',
  ],
  [
    '#12 1.0.0 being looked at',
    [built(), promotion(), decision(gate('approvals'))],
    { proposed: 'pushed-since' },
    'someone pushed since the decision',
  ],
  ['1.0.0 refused: rehearsal-failed, 1d 10h ago', [built(), refusal()], {}, 'asked for, and its rehearsal failed'],
  ['#12 1.0.0 being looked at', [built(), refusal(), promotion()], proposed, 'refused once, and proposed since'],
  ['1.0.0 verified, 1d 7h ago', [built(), refusal(), intent(), merged, verified()], holding, 'refused once, and there since'],
  ['#12 1.0.0 closed', [built(), promotion()], {}, 'its branch is gone, which closes it'],
  ['#12 1.0.0 closed', [built(), promotion()], { proposed: true, openPulls: [] }, 'closed, and its branch left'],
  ['#12 1.0.0 being looked at', [built(), promotion()], { proposed: true, openPulls: [12] }, 'GitHub says that it is open'],
  ['1.0.0 deploying, 1d 8h ago', under, holding, 'merged'],
  ['1.0.0 deploying, 1d 8h ago', [...under, deployment('started')], holding, 'the deployment runs'],
  ['1.0.0 failed, 1d 7h ago', [...under, deployment('failed')], holding, 'the deployment ended in an error'],
  ['1.0.0 verified, 1d 7h ago', [...under, verified()], holding, 'verified'],
  ['1.0.0 undecided', [built()], holding, 'on the branch by hand'],
  [
    '1.0.0 verified, 1d 7h ago\n#12 2.0.0 being looked at',
    [...under, verified(), built(gift2), promotion(gift2)],
    { packages: [gift], proposed: true },
    'a second version comes',
  ],
  ['held: smells', [built(), act('hold', { digest: gift.digest, package: gift.name })], {}, 'held before anything'],
  [
    'held: smells (until 2026-12-01 00:00:00Z)',
    [built(), act('hold', { package: gift.name, until: '2026-12-01T00:00:00.000Z' })],
    {},
    'every version, with an end',
  ],
  ['', [built(), act('hold', { package: gift.name, until: '2026-11-21T00:00:00Z' })], {}, 'a hold that ran out'],
  ['', [built(), built(gift2), act('hold', { digest: gift.digest, package: gift.name })], {}, 'the repaired version is not held'],
  ['1.0.0 rolled back, 1d 7h ago', [...under, rollback('repaired')], {}, 'rolled back and gone'],
  ['1.0.0 being rolled back, 1d 6h ago', [...under, verified(), rollback('intended')], holding, 'not back yet'],
  [
    '1.0.0 rolled back, 1d 6h ago, leaves with #14',
    [...under, verified(), rollback('proposed', { repair })],
    holding,
    'rolled back, and its repair not merged yet',
  ],
  [
    '1.0.0 deployed, 1d 7h ago, not on its branch',
    [...under, verified()],
    { tip: undefined, troubles: [{ code: 'history-rewritten', reason: 'its branch is gone' }] },
    'deployed, and its branch deleted',
  ],
  ['', [...under, verified()], {}, 'taken out by an operation that is not deployed yet'],
  [
    '1.0.0 rolled back, 1d 5h ago',
    [built(), promotion(), decision(), intent(), merged, verified(), rollback('repaired')],
    proposed,
    'rolled back, and the branch of its merged promotion left: nothing is about to merge',
  ],
]

test.each(cells.map(([says, entries, branch, why]) => ({ says, entries, branch, why })))(
  'a cell says what is so: $why',
  ({ says, entries, branch }) => {
    const view = viewStatus(factsOf(entries, branch))
    expect(cellWords(view.packages[0]?.cells['qa'], view.at)).toBe(says)
  },
)

const foreign = { tip: { oid: sampleOid('foreign'), parents: [tip.oid], tree: sampleOid('other') } }

test.each<[branch: string, verified: string, going: string, entries: LedgerEntry[], change: Branch]>([
  [`env/qa ${tip.oid.slice(0, 7)} (nothing recorded yet)`, 'never', 'quiet', [], {}],
  [`env/qa ${tip.oid.slice(0, 7)}`, '1d 9h ago, 1 package', 'quiet', [intent(), merged, verified()], holding],
  [
    `env/qa ${sampleOid('foreign').slice(0, 7)} (commits from outside)`,
    '1d 9h ago, 1 package',
    'quiet',
    [intent(), merged, verified()],
    foreign,
  ],
  ['env/qa (missing)', 'never', 'quiet', [], { tip: undefined }],
  [
    `env/qa ${tip.oid.slice(0, 7)}`,
    'never',
    `promote ${'a'.repeat(16)} merged, 1d 10h ago\nlease 3 waits for its next holder`,
    [intent(), merged, lease('yield', '2026-11-20T03:00:00Z')],
    holding,
  ],
  [
    `env/qa ${tip.oid.slice(0, 7)}`,
    'never',
    `promote ${'a'.repeat(16)} failed, 1d 9h ago\nerror: A table is new.\nlease 3: ada at a terminal (expired)`,
    [intent(), merged, deployment('failed'), lease('acquire', '2026-11-20T05:00:00Z')],
    holding,
  ],
  [`env/qa ${tip.oid.slice(0, 7)}`, 'never', 'paused: gift-cards is rolled back', [merged, rollback('proposed')], {}],
  [
    `env/qa ${tip.oid.slice(0, 7)}`,
    'never',
    'paused: gift-cards is rolled back, unfinished: start the deploy workflow',
    [merged, rollback('intended')],
    {},
  ],
  [`env/qa ${tip.oid.slice(0, 7)} (nothing recorded yet)`, 'never', 'stopped by grace: smells', [act('stop')], {}],
])('an environment says "%s", verified %s, now %s', (branch, since, going, entries, change) => {
  const view = viewStatus(factsOf(entries, change))
  expect(view.environments.map((each) => environmentWords(each, view.at))).toEqual([[branch, since, going]])
})

test.each<[says: string, drift: DriftStatus]>([
  ['no drift', { differences: [] }],
  ['drift: 1 difference', { differences: [{ between: 'record and live schema', what: 'table public.x is new' }] }],
  ['drift not seen: QA_DATABASE_URL is not set.', { unseen: 'QA_DATABASE_URL is not set.' }],
])('says "%s" of databases that were asked', (says, drift) => {
  const view = viewStatus(factsOf([]))
  expect(view.environments.map((each) => environmentWords({ ...each, drift }, view.at)[2])).toEqual([says])
})

test('puts what is on its way before what is settled', () => {
  const other = { ...gift, name: 'zebra', digest: 'f'.repeat(64) }
  const view = viewStatus(factsOf([built(), verified(), built(other)], holding))
  expect(view.packages.map((each) => each.name)).toEqual(['zebra', 'gift-cards'])
})

test('lists what only a verified state names when the branch that lists it is gone', () => {
  const troubles = [{ code: 'history-rewritten', reason: 'its branch is gone' } as const]
  const view = viewStatus(factsOf([verified()], { tip: undefined, troubles }))
  expect(view.packages.map((each) => each.name)).toEqual(['gift-cards'])
})

test('shows the tables as Markdown in which texts from outside stay texts', () => {
  const entries = [built(), act('hold', { package: gift.name, reason: 'ask @ada | <b>' })]
  expect(renderStatusMarkdown(viewStatus(factsOf(entries)))).toBe(
    [
      '| Package | qa |',
      '|---|---|',
      '| gift-cards | held: ask @&#8203;ada \\| \\<b\\> |',
      '',
      '| Environment | Branch | Verified | Now |',
      '|---|---|---|---|',
      `| qa | env/qa ${tip.oid.slice(0, 7)} (nothing recorded yet) | never | quiet |`,
    ].join('\n'),
  )
})
