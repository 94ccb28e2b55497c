import { expect, it } from 'vitest'
import { spec } from './spec.ts'

const woken = {
  'github-token': 't',
  'app-slug': 'stagecoach',
  config: '.github/stagecoach.yml',
  'dry-run': false,
  act: 'promote' as const,
  environment: 'qa',
  package: ['loyalty'],
  version: undefined,
  branch: undefined,
  lane: undefined,
  'lane-reason': undefined,
  sync: false,
  'woken-by': 41,
}
const promote = { run: 41, workflow: 'stagecoach-promote.yml' }

it.each([
  [{ ...promote, branch: 'promote/qa/loyalty' }, 'a promotion', {}],
  [{ ...promote, branch: 'sync/qa' }, 'a sync', { package: [], sync: true }],
  [undefined, 'no run', { 'woken-by': undefined }],
  [undefined, 'a version, which no push chooses', { version: '1.0.0' }],
  [undefined, 'a lane, which no push takes', { lane: 'hotfix' }],
  [undefined, 'several packages', { package: ['loyalty', 'search'] }],
  [undefined, 'what is no name', { package: ['../main'] }],
  [undefined, 'another act', { act: 'release' as const }],
])('it is woken by %j: the inputs name %s', (wake, _what, change) => {
  expect(spec.wokenFor?.({ ...woken, ...change })).toEqual(wake)
})
