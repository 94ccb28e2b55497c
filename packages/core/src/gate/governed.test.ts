import { expect, it } from 'vitest'
import { isGoverned } from './governed.ts'

it.each([
  ['.github/stagecoach.yml', '.github/stagecoach.yml', true],
  ['.github/workflows/stagecoach-deploy.yml', '.github/stagecoach.yml', true],
  ['.GitHub/workflows/deploy.yml', '.github/stagecoach.yml', true],
  ['.githubber/notes.md', '.github/stagecoach.yml', false],
  ['docs/.github/notes.md', '.github/stagecoach.yml', false],
  ['ops/stagecoach.yml', '.github/stagecoach.yml', false],
  ['ops/stagecoach.yml', 'ops/stagecoach.yml', true],
  ['Ops/Stagecoach.yml', 'ops/stagecoach.yml', true],
  ['ops/stagecoach.yml.bak', 'ops/stagecoach.yml', false],
  ['ops/deploy.sh', 'ops/stagecoach.yml', false],
  ['release.yml', 'release.yml', true],
  ['.github/workflows/stagecoach-deploy.yml', 'ops/stagecoach.yml', true],
  ['.github/stagecoach.yml', 'ops/stagecoach.yml', true],
])('asks of %s, with the configuration at %s, whether it says who may do what: %s', (path, configuration, governed) => {
  expect(isGoverned(path, configuration)).toBe(governed)
})
