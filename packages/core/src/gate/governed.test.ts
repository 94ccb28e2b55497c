import { expect, it } from 'vitest'
import { isGoverned } from './governed.ts'

it.each([
  ['.github/stagecoach.yml', true],
  ['.GitHub/workflows/deploy.yml', true],
  ['.githubber/notes.md', false],
  ['docs/.github/notes.md', false],
])('asks of %s whether it says who may do what: %s', (path, governed) => {
  expect(isGoverned(path)).toBe(governed)
})
