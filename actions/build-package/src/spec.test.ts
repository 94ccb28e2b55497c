import { expect, it } from 'vitest'
import { spec } from './spec.ts'

const woken = {
  'github-token': 't',
  'app-slug': 'stagecoach',
  config: '.github/stagecoach.yml',
  'dry-run': false,
  act: 'package' as const,
  feature: ['feature/loyalty'],
  commit: undefined,
  version: undefined,
  content: undefined,
  path: undefined,
  environment: undefined,
  package: undefined,
  'pull-request': undefined,
  'woken-by': 41,
}

it.each([
  [{ run: 41, workflow: 'stagecoach-build.yml', branch: 'feature/loyalty' }, 'a feature', {}],
  [undefined, 'no run', { 'woken-by': undefined }],
  [undefined, 'a version, which no push chooses', { version: '1.0.0' }],
  [undefined, 'a commit that may not be the tip', { commit: 'a'.repeat(40) }],
  [undefined, 'several features', { feature: ['feature/loyalty', 'feature/search'] }],
])('it is woken by %j: the inputs name %s', (wake, _what, change) => {
  expect(spec.wokenFor?.({ ...woken, ...change })).toEqual(wake)
})
