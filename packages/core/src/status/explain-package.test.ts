import { expect, test } from 'vitest'
import { acknowledgement } from '../gate/rules/acknowledged.ts'
import type { Unclear } from '../foreign/tip-trouble.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { Refusal } from '../promotion/refusal.ts'
import { samplePackage } from '../testing/samples.ts'
import { explainPackage } from './explain-package.ts'
import {
  act,
  built,
  decision,
  deployment,
  factsOf,
  gate,
  gift,
  gift2,
  head,
  intent,
  lease,
  merged,
  promotion,
  refusal as refusedOnce,
  rollback,
  tip,
  verified,
} from './testing/story.ts'

type Branch = NonNullable<Parameters<typeof factsOf>[1]>

const loyalty = samplePackage('loyalty')
const proposed = { proposed: true }
const holding = { packages: [gift] }
const there = [built(), promotion(), intent(), merged, verified()]
const deleted: Unclear = {
  code: 'history-rewritten',
  reason: 'its branch is gone; it was at 0123',
  what: 'Somebody deleted env/qa.',
  mend: [{ to: 'put it back', run: 'git push origin 0123:refs/heads/env/qa' }],
}
const pushed: Unclear = {
  package: gift.name,
  code: 'presence-unknown',
  reason: 'it was changed',
  what: 'ada changed it.',
  mend: [{ to: 'take it out', run: 'git revert 0123' }],
}
const repair = { pullRequest: 14, tip: tip.oid, head, tree: tip.tree, content: tip.tree, packages: [] }
const refusal: Refusal = {
  reason: 'not-verified-before',
  message: 'integration has not verified it.',
  advice: ['Promote it to integration first.'],
}
const held: Refusal = { reason: 'held', message: 'It is held.', advice: ['Release it.'] }

/** Summary, then a line `why [whom] until → help` per wait. */
function explain(entries: LedgerEntry[], branch: Branch, refused?: Refusal): string[] {
  const refusals = refused === undefined ? {} : { qa: refused }
  const [qa] = explainPackage({ ...factsOf(entries, branch), package: gift.name, refusals }).environments
  const waits = (qa?.waits ?? []).map(
    ({ why, waitsOn, until, help }) => `${why} [${waitsOn.join(' ')}] ${until ?? ''} → ${help ?? ''}`,
  )
  return [qa?.summary ?? '', ...waits]
}

const stories: [entries: LedgerEntry[], branch: Branch, said: string[], why: string, refused?: Refusal][] = [
  [[built()], {}, ['It is not in qa.', 'Nobody proposed it to qa. []  → stagecoach promote qa gift-cards'], 'nobody asked'],
  [
    [built()],
    {},
    ['It is not in qa.', 'integration has not verified it. []  → Promote it to integration first.'],
    'the order forbids it',
    refusal,
  ],
  [
    [built(), refusedOnce()],
    {},
    [
      'It is not in qa.',
      '1.0.0 was asked for at 2026-11-20 02:00:00Z and refused: On a copy of qa: relation "a" exists. []  → Mend the SQL on the feature branch and push.',
    ],
    'asked for, and its rehearsal failed',
  ],
  [
    [built(), promotion(gift, 'conflict')],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      'It conflicts with what qa holds in prices.txt (content). []  → stagecoach resolve 12',
    ],
    'a conflict',
  ],
  [
    [built(), promotion()],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      '#12 was not evaluated since it was made or pushed to. []  → stagecoach gate qa gift-cards',
    ],
    'nobody looked',
  ],
  [
    [
      built(),
      promotion(),
      decision(
        gate('approvals', { reasons: ['1 of 2'], waitsOn: ['team dba'] }),
        gate('freeze', { until: '2027-01-03T00:00:00Z' }),
        gate('checks', { state: 'pass' }),
      ),
    ],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      'approvals: 1 of 2 [team dba]  → Review #12 and approve it.',
      "freeze: not yet [] 2027-01-03T00:00:00Z → Wait, or: stagecoach override gift-cards --environment qa --gates freeze --reason '…'",
    ],
    'shut gates: whom, until when, what helps',
  ],
  [
    [built(), promotion(), decision()],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      'Every gate of #12 was open when it was last looked at. []  → stagecoach gate qa gift-cards',
    ],
    'about to merge',
  ],
  [
    [built(), promotion(), intent(), merged, verified()],
    holding,
    ['It is deployed and verified in qa at 1.0.0.'],
    'there, and waits for nothing',
  ],
  [
    [built(), promotion(), intent(), merged, verified(), act('hold', { package: gift.name, digest: gift.digest })],
    holding,
    [
      'It is deployed and verified in qa at 1.0.0.',
      "grace holds 1.0.0: smells []  → Push a repaired version, or: stagecoach release gift-cards --reason '…'",
    ],
    'there, and held since',
  ],
  [
    [built(), promotion(), decision(gate('promotion', { reasons: ['renamed'], waitsOn: [acknowledgement] }))],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      `promotion: renamed [${acknowledgement}]  → Look at its findings in #12, then: stagecoach ack gift-cards --environment qa --reason '…'`,
    ],
    'what only a person can know',
  ],
  [
    [built(), promotion(), intent(), merged, verified(), built(gift2)],
    holding,
    [
      'It is deployed and verified in qa at 1.0.0; 2.0.0 is built and not proposed here.',
      'Nobody proposed it to qa. []  → stagecoach promote qa gift-cards',
    ],
    'a newer build',
  ],
  [
    [built(), promotion(), intent(), merged, lease('yield', '2026-11-20T05:00:00Z')],
    holding,
    [
      'It is being deployed in qa at 1.0.0.',
      `Operation ${'a'.repeat(16)} (gift-cards) is merged and not yet deployed in qa. []  → stagecoach deploy qa`,
    ],
    'between merge and deployment',
  ],
  [
    [built(), promotion(), intent(), merged, deployment('failed')],
    holding,
    [
      'It failed in qa at 1.0.0.',
      `Operation ${'a'.repeat(16)} (gift-cards) is stopped by an error in qa. []  → stagecoach deploy qa`,
    ],
    'stopped by an error',
  ],
  [
    [built(), merged, rollback('proposed')],
    {},
    [
      'It is not in qa; 1.0.0 was rolled back: the shakedown failed',
      'qa is paused until the rollback of gift-cards has repaired its branch. [rollback bbbbbbbbbbbbbbbb]  → stagecoach gate qa gift-cards',
    ],
    'paused for its rollback',
  ],
  [
    [built(), act('hold', { package: gift.name, digest: gift.digest })],
    {},
    [
      'It is not in qa.',
      "grace holds 1.0.0: smells []  → Push a repaired version, or: stagecoach release gift-cards --reason '…'",
    ],
    'held, said once',
    held,
  ],
  [
    [
      built(),
      built(gift2),
      act('hold', { package: gift.name, digest: gift2.digest, environment: 'qa' }),
      act('stop', { environment: 'qa' }),
    ],
    {},
    [
      'It is not in qa.',
      "grace stopped the line: smells [grace]  → stagecoach resume --environment qa --reason '…'",
      "grace holds 2.0.0: smells []  → Push a repaired version, or: stagecoach release gift-cards --environment qa --reason '…'",
    ],
    'held and stopped in qa alone: what ends them names it',
    held,
  ],
  [
    [
      built(),
      built(gift2),
      act('hold', { package: gift.name, digest: gift.digest }),
      act('hold', { package: gift.name, digest: gift2.digest }),
    ],
    {},
    [
      'It is not in qa.',
      "grace holds 2.0.0: smells []  → Push a repaired version, or: stagecoach release gift-cards@2.0.0 --reason '…'",
    ],
    'two versions held: what releases one names it',
    held,
  ],
  [
    [built(), promotion(), decision(gate('stop'), gate('approvals')), act('stop')],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      "grace stopped the line: smells [grace]  → stagecoach resume --reason '…'",
      'approvals: not yet []  → Review #12 and approve it.',
    ],
    'a stop that still counts is not said twice',
  ],
  [
    [
      built(),
      promotion(),
      act('stop'),
      act('hold', { package: gift.name, digest: gift.digest }),
      decision(gate('hold', { state: 'fail' }), gate('stop'), gate('presence'), gate('lease'), gate('approvals')),
      act('resume'),
      act('release', { package: gift.name, digest: gift.digest }),
    ],
    proposed,
    ['It is not in qa; 1.0.0 is proposed in #12.', 'approvals: not yet []  → Review #12 and approve it.'],
    'a hold, a stop and their like ended since',
  ],
  [
    [built(), promotion(), act('stop'), decision(gate('stop'), gate('pause')), act('resume')],
    proposed,
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      'What kept #12 away is over, and its gates were not looked at since. []  → stagecoach gate qa gift-cards',
    ],
    'nothing but a stop shut it, and that ended',
  ],
  [
    [built(), promotion(), act('hold', { package: loyalty.name, digest: loyalty.digest }), decision(gate('presence'))],
    { ...proposed, packages: [loyalty] },
    [
      'It is not in qa; 1.0.0 is proposed in #12.',
      "grace holds loyalty 1.0.0 there, and qa takes no other package meanwhile: smells []  → stagecoach release loyalty --reason '…'",
    ],
    'a neighbour on the branch is held',
  ],
  [
    there,
    { tip: undefined, troubles: [deleted] },
    [
      "It is deployed and verified in qa at 1.0.0. qa's branch does not say so any more: its branch is gone; it was at 0123.",
      'Somebody deleted env/qa. []  → git push origin 0123:refs/heads/env/qa',
    ],
    'deployed, and the branch is deleted',
  ],
  [
    there,
    { troubles: [{ ...deleted, reason: 'its history no longer leads to 0123' }] },
    [
      "It is deployed and verified in qa at 1.0.0. qa's branch does not say so any more: its history no longer leads to 0123.",
      'Somebody deleted env/qa. []  → git push origin 0123:refs/heads/env/qa',
    ],
    'deployed, and the branch is rewound to before',
  ],
  [
    [...there, built(gift2), promotion(gift2), verified([gift2])],
    { ...holding, troubles: [{ ...deleted, reason: 'its history no longer leads to 0123' }] },
    [
      "It is deployed and verified in qa at 2.0.0. qa's branch does not say so any more: its history no longer leads to 0123.",
      'Somebody deleted env/qa. []  → git push origin 0123:refs/heads/env/qa',
    ],
    'deployed, and the branch is rewound to the version before',
  ],
  [
    there,
    { unreadable: "'.stagecoach/baseline.json' is no JSON object.", troubles: [{ code: 'presence-unknown', reason: 'Long.' }] },
    [
      "It is deployed and verified in qa at 1.0.0. qa's branch does not say so any more: '.stagecoach/baseline.json' is no JSON object.",
      'Long. []  → ',
    ],
    'deployed, and the branch cannot be read',
  ],
  [
    there,
    { troubles: [{ package: gift.name, code: 'presence-unknown', reason: 'its file was taken away by hand' }] },
    [
      "It is deployed and verified in qa at 1.0.0. qa's branch does not say so any more: its file was taken away by hand.",
      'its file was taken away by hand []  → ',
    ],
    'deployed, and off the list by hand',
  ],
  [
    there,
    { ...holding, troubles: [pushed, { ...pushed, package: 'loyalty' }] },
    ['It is deployed and verified in qa at 1.0.0.', 'ada changed it. []  → git revert 0123'],
    'deployed, and pushed to from outside; what was pushed to another package is not its own',
  ],
  [
    [...there, rollback('proposed', { repair })],
    holding,
    [
      'It was rolled back in qa: the shakedown failed. 1.0.0 leaves the branch with #14.',
      'qa is paused until the rollback of gift-cards has repaired its branch. [#14]  → stagecoach gate qa gift-cards',
    ],
    'rolled back, and its repair not merged yet',
  ],
  [
    [...there, built(gift2), rollback('intended', { package: gift2, to: gift })],
    { packages: [gift2] },
    [
      'It is being rolled back in qa to 1.0.0: the shakedown failed. 2.0.0 leaves the branch with the repair that is proposed next.',
      `qa is paused until the rollback of gift-cards has repaired its branch. [rollback ${'b'.repeat(16)}]  → stagecoach gate qa gift-cards`,
    ],
    'the targets are being brought back',
  ],
  [
    [...there, rollback('proposed', { repair }), built(gift2), promotion(gift2), decision()],
    { ...holding, proposed: true },
    [
      'It was rolled back in qa at 1.0.0; 2.0.0 is proposed in #12.',
      'qa is paused until the rollback of gift-cards has repaired its branch. [#14]  → stagecoach gate qa gift-cards',
    ],
    'rolled back, and a repaired version comes',
  ],
]

test.each(stories.map(([entries, branch, said, why, refused]) => ({ entries, branch, said, why, refused })))(
  'explains: $why',
  ({ entries, branch, said, refused }) => {
    expect(explain(entries, branch, refused)).toEqual(said)
  },
)

test.each<[says: string | undefined, why: string, entries: LedgerEntry[]]>([
  [
    '2027-01-03T00:00:00.000Z',
    'a freeze ends then',
    [decision(gate('freeze', { until: '2027-01-03T00:00:00Z' }), gate('approvals'))],
  ],
  ['2026-11-21T12:00:00.000Z', 'it waits for people alone', [decision(gate('approvals', { waitsOn: ['team dba'] }))]],
  [
    '2027-02-01T00:00:00.000Z',
    'a stop ends later than any gate',
    [decision(gate('approvals')), act('stop', { until: '2027-02-01T00:00:00Z' })],
  ],
  ['never', 'a gate says no', [decision(gate('migrations', { state: 'fail' }))]],
  ['2026-11-21T12:00:00.000Z', 'a hold said no and ended', [decision(gate('hold', { state: 'fail' }), gate('approvals'))]],
  [undefined, 'nobody looked at it yet', []],
])('says %s as the earliest it could ship: %s', (says, _why, entries) => {
  const facts = { ...factsOf([built(), promotion(), ...entries], proposed), package: gift.name, refusals: {} }
  const soonest = explainPackage(facts).environments[0]?.earliest
  expect(typeof soonest === 'object' ? soonest.at : soonest).toBe(says)
})

test('keeps to the environment that was asked for', () => {
  const facts = { ...factsOf([built()]), package: gift.name, refusals: {} }
  expect(explainPackage(facts, 'moon').environments).toEqual([])
  expect(explainPackage(facts, 'qa').environments).toHaveLength(1)
})

test('offers a hold for the closed version alone, which is all that it keeps away', () => {
  const facts = { ...factsOf([built(), promotion()]), package: gift.name, refusals: {} }
  expect(explainPackage(facts).environments[0]?.waits[0]?.otherwise).toEqual([
    "To keep this version away also when somebody asks: stagecoach hold gift-cards --environment qa --reason '…'",
  ])
})
