import { expect, it } from 'vitest'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { explainTrouble, mendLine } from './explain-trouble.ts'
import type { ForeignCommit, TipTrouble } from './tip-trouble.ts'

const place = { name: 'qa', branch: 'env/qa', disposable: true }
const pkg = samplePackage('gift-cards')
const commit: ForeignCommit = {
  oid: sampleOid('by hand'),
  author: 'Linus',
  subject: 'Quick fix',
  at: '2026-11-21T10:00:00Z',
  merge: false,
}
const id = commit.oid.slice(0, 12)
const revert = `git revert --no-edit ${commit.oid}`
const good = sampleOid('good')

it.each<[why: string, trouble: TipTrouble, code: string, says: (string | RegExp)[], runs: string[]]>([
  [
    'squashed before its gates were open',
    { kind: 'merged-by-hand', package: pkg, commit, pullRequest: 12 },
    'tip-undecided',
    ['#12 (gift-cards 1.0.0) was merged into env/qa by hand', 'Reviews of the merged pull request still count'],
    ['stagecoach gate qa gift-cards', revert],
  ],
  [
    'merged with a merge commit: reverted against its first parent',
    { kind: 'merged-by-hand', package: pkg, commit: { ...commit, merge: true }, pullRequest: 12 },
    'tip-undecided',
    ['nothing else goes to qa'],
    ['stagecoach gate qa gift-cards', `git revert --no-edit -m 1 ${commit.oid}`],
  ],
  ['listed, and nobody decided', { kind: 'undecided', package: pkg, commit }, 'tip-undecided', [id, 'no gate of qa'], [revert]],
  [
    'an edited migration',
    { kind: 'paths-changed', package: pkg, commit, reason: 'its paths were changed', migrations: ['db/gift-cards/0001_a.sql'] },
    'presence-unknown',
    [`commit ${id} ("Quick fix", Linus, `, 'It edited db/gift-cards/0001_a.sql', 'never reach a database'],
    [revert, "stagecoach ack gift-cards --environment qa --reason '…'"],
  ],
  [
    'changed code only: nothing is said of migrations',
    { kind: 'paths-changed', package: pkg, commit, reason: 'its paths were changed', migrations: [] },
    'presence-unknown',
    [/cannot be told: its paths were changed\. qa takes/],
    [revert, "stagecoach ack gift-cards --environment qa --reason '…'"],
  ],
  [
    'its change was taken out',
    { kind: 'taken-out', package: pkg, commit },
    'presence-unknown',
    ['Its database keeps what it ran'],
    [revert, "stagecoach rollback qa gift-cards --reason '…'"],
  ],
  [
    'an edited package file',
    { kind: 'file-edited', package: pkg, good },
    'presence-unknown',
    ['.stagecoach/packages/gift-cards.json on env/qa says something else'],
    [`git checkout ${good} -- .stagecoach/packages/gift-cards.json`],
  ],
  [
    'a sync that was merged by hand',
    { kind: 'proposal-by-hand', proposal: 'sync', commit, pullRequest: 7 },
    'tip-undecided',
    ["#7, which brings production's newer content, was merged into env/qa by hand"],
    ['stagecoach gate 7', revert],
  ],
  [
    'a repair that was merged by hand',
    { kind: 'proposal-by-hand', proposal: 'repair', commit, pullRequest: 8 },
    'tip-undecided',
    ['#8, which takes out of the branch what was rolled back, was merged into env/qa by hand'],
    ['stagecoach gate 8', revert],
  ],
  [
    'a promotion that was reverted by hand',
    { kind: 'unlisted', package: pkg, commit },
    'presence-unknown',
    [`Commit ${id} ("Quick fix", Linus, `, 'its database keeps what it ran'],
    [revert, "stagecoach rollback qa gift-cards --reason '…'"],
  ],
  [
    'an edited note of what it contains of production',
    { kind: 'baseline-edited', commit },
    'presence-unknown',
    ['edited .stagecoach/baseline.json on env/qa', 'lose lines without a conflict'],
    [revert],
  ],
  [
    'a migration without a package',
    { kind: 'sql-by-hand', path: 'db/migrations/quick/0001_fix.sql', runs: false, commit },
    'tip-undecided',
    ['changed db/migrations/quick/0001_fix.sql on env/qa', 'would never reach a database'],
    [revert],
  ],
  [
    'a view changed by hand',
    { kind: 'sql-by-hand', path: 'db/objects/a.sql', runs: true, commit },
    'tip-undecided',
    ['would make the database so, and no gate looked at it'],
    [revert],
  ],
  [
    'a state folder that nobody can read',
    { kind: 'unreadable', tip: commit, why: "'.stagecoach/x' is no file that Stagecoach keeps.", good },
    'presence-unknown',
    ["'.stagecoach/x' is no file that Stagecoach keeps."],
    [`git checkout ${good} -- .stagecoach`],
  ],
  [
    'a force push',
    { kind: 'rewritten', tip: commit.oid, recorded: good, at: '2026-11-20T10:00:00Z' },
    'history-rewritten',
    ['rewound or replaced the history of env/qa', 'What was dropped is still deployed'],
    [`--force-with-lease=env/qa:${commit.oid} origin ${good}:refs/heads/env/qa`],
  ],
  [
    'a deleted branch',
    { kind: 'deleted', recorded: good, at: '2026-11-20T10:00:00Z' },
    'history-rewritten',
    ['Somebody deleted env/qa', 'What it held is still deployed'],
    [`git push origin ${good}:refs/heads/env/qa`],
  ],
])('explains what somebody else did and how it is mended: %s', (_why, trouble, code, says, runs) => {
  const told = explainTrouble(place, trouble)
  expect(told.code).toBe(code)
  for (const part of says) expect(told.what).toMatch(part instanceof RegExp ? part : new RegExp(escape(part)))
  expect(told.what).not.toContain('\n')
  expect(told.mend).toHaveLength(runs.length)
  for (const [index, run] of runs.entries()) expect(told.mend[index]?.run).toContain(run)
})

it('keeps what an author wrote from reaching the terminal as more than text', () => {
  const evil = { ...commit, subject: 'a\u001b[31m\u202e', author: 'x\ny' }
  const { what } = explainTrouble(place, { kind: 'undecided', package: pkg, commit: evil })
  expect(what).not.toMatch(/\p{Cc}|\u202e/u)
})

it('quotes the name of a branch for the shell that runs the command', () => {
  const odd = { ...place, branch: "env/$(id)'s" }
  const { mend } = explainTrouble(odd, { kind: 'deleted', recorded: good, at: '2026-11-20T10:00:00Z' })
  expect(mend[0]?.run).toBe(`git fetch origin ${good} && git push origin '${good}:refs/heads/env/$(id)'\\''s'`)
})

it('writes a way out as one line', () => {
  expect(mendLine({ to: 'put it back', run: 'git revert x' })).toBe('To put it back: git revert x')
})

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
