import { parseConfig, renderWorkflows } from '@stagecoach/core'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'
import { actionlint } from './actionlint.ts'
import { workflowProblems } from './workflow-rules.ts'

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const ours = globSync('.github/workflows/*.yml', { cwd: repositoryRoot })
const examples = globSync('examples/*/.github/workflows/*.yml', { cwd: repositoryRoot })

test('there are workflows to check', () => {
  expect(ours.sort()).toEqual(['.github/workflows/ci.yml', '.github/workflows/release.yml'])
})

test.each([...ours, ...examples])('actionlint finds nothing in %s', async (path) => {
  expect(await actionlint(read(path), path)).toEqual([])
})

const shop = parseConfig(read('examples/shop/.github/stagecoach.yml'), {
  file: '.github/stagecoach.yml',
  blob: '',
  defaultBranch: 'main',
})
const forApp = Object.entries(renderWorkflows(shop, { repository: 'stagecoach/stagecoach', ref: '0'.repeat(40) }, true))

test.each(forApp)('actionlint finds nothing in %s for a GitHub App, and it keeps our rules', async (path, text) => {
  expect(await actionlint(text, path)).toEqual([])
  // Ours is named as the user asks; the version behind it belongs to actions of others.
  expect(workflowProblems(text.replace(/(uses: stagecoach\/.*)$/gm, '$1 # v0.0.0'))).toEqual([])
})

test.each(ours)('%s keeps our rules', (path) => {
  expect(workflowProblems(read(path))).toEqual([])
})

test('actionlint is awake: it finds an injection', async () => {
  const text =
    'on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo "${{ github.event.issue.title }}"\n'
  expect((await actionlint(text, 'planted.yml')).join()).toContain('potentially untrusted')
})

describe('a fault planted in ci.yml is found', () => {
  const good = read('.github/workflows/ci.yml')
  test.each([
    ['permissions: {}', 'permissions: read-all', 'does not begin with'],
    [' # to check out the source', '', 'has no reason'],
    [/@[0-9a-f]{40} # v7\.0\.1/, '@v7', 'not pinned'],
    [/ # v7\.0\.1/, '', 'not pinned'],
    ['persist-credentials: false', 'fetch-depth: 1', 'keeps its credentials'],
    ['run: .ci/run', 'run: echo "${{ github.ref }}"', 'contains an expression'],
  ])('%s → %s', (from, to, message) => {
    const planted = good.replace(from, to)
    expect(planted).not.toBe(good)
    expect(workflowProblems(planted).join()).toContain(message)
  })
})
