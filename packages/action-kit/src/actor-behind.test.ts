import { expect, test } from 'vitest'
import { actorBehind } from './actor-behind.ts'

const people: Record<number, string[]> = { 41: ['ada'], 42: ['ada', 'grace'] }
const forge = { runPeople: (id: number): Promise<string[]> => Promise.resolve(people[id] ?? []) }
const bot = 'github-actions[bot]'

test.each([
  ['a person who started it', { login: 'ada', triggering: 'ada' }, undefined, { login: 'ada', triggering: 'ada' }],
  ['a person, whatever run they name', { login: 'grace', triggering: 'grace' }, 41, { login: 'grace', triggering: 'grace' }],
  ['who pushed', { login: bot, triggering: bot }, 41, { login: 'ada', triggering: 'ada' }],
  ['who pushed, and who ran the waking again', { login: bot, triggering: bot }, 42, { login: 'ada', triggering: 'grace' }],
  ['who pushed, and who ran this one again', { login: bot, triggering: 'linus' }, 41, { login: 'ada', triggering: 'linus' }],
  ['the bot, when that run is gone', { login: bot, triggering: bot }, 7, { login: bot, triggering: bot }],
  ['the bot, when no run is named', { login: bot }, undefined, { login: bot }],
])('behind a run is %s', async (_, actor, wokenBy, expected) => {
  expect(await actorBehind(forge, actor, wokenBy)).toEqual(expected)
})
