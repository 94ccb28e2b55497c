import { expect, test } from 'vitest'
import { actorBehind } from './actor-behind.ts'

const tip = 'a'.repeat(40)
const refs = new Map([['refs/heads/feature/x', { oid: tip }]])
const wake = { run: 41, workflow: 'stagecoach-build.yml', branch: 'feature/x' }
const push = {
  workflow: '.github/workflows/stagecoach-build.yml',
  event: 'push',
  branch: 'feature/x',
  commit: tip,
  people: ['ada'],
}
const twice = { ...push, people: ['ada', 'grace'] }
const bot = 'github-actions[bot]'
const unknown = { login: bot, triggering: bot, unknown: true }

test.each([
  ['a person who started it', { login: 'ada', triggering: 'ada' }, undefined, undefined, { login: 'ada', triggering: 'ada' }],
  [
    'a person, whatever run they name',
    { login: 'grace', triggering: 'grace' },
    wake,
    push,
    { login: 'grace', triggering: 'grace' },
  ],
  ['the App', { login: 'stagecoach[bot]' }, undefined, undefined, { login: 'stagecoach[bot]' }],
  ['who pushed', { login: bot, triggering: bot }, wake, push, { login: 'ada', triggering: 'ada' }],
  [
    'who pushed, and who ran the waking again',
    { login: bot, triggering: bot },
    wake,
    twice,
    { login: 'ada', triggering: 'grace' },
  ],
  [
    'who pushed, and who ran this one again',
    { login: bot, triggering: 'linus' },
    wake,
    push,
    { login: 'ada', triggering: 'linus' },
  ],
  ['nobody known, when that run is gone', { login: bot, triggering: bot }, wake, undefined, unknown],
  ['nobody known, when no run is named', { login: bot }, undefined, undefined, { login: bot, unknown: true }],
  ['nobody known, when that run was for another push', { login: bot, triggering: bot }, wake, { ...push, commit: 'b' }, unknown],
  [
    'nobody known, when the branch is gone',
    { login: bot, triggering: bot },
    { ...wake, branch: 'y' },
    { ...push, branch: 'y' },
    unknown,
  ],
  [
    'whoever ran it again, when no run is named',
    { login: bot, triggering: 'linus' },
    undefined,
    undefined,
    { login: bot, triggering: 'linus' },
  ],
])('behind a run is %s', (_, actor, named, run, expected) => {
  expect(actorBehind(actor, { wake: named, run, refs })).toEqual(expected)
})
