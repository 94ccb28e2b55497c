import { parseConfig } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { renderConfig, variableName } from './render-config.ts'

const stops = [
  { name: 'integration', branch: 'env/integration' },
  { name: 'qa-2', branch: 'env/qa-2' },
  { name: 'production', branch: 'main' },
]

test.each(['postgres', 'embedded', 'none'] as const)('writes a configuration that is read without problems (%s)', (engine) => {
  const text = renderConfig({ stops, engine, migrations: 'db/migrations' })
  const config = parseConfig(text, { file: 'x', blob: '0'.repeat(40), defaultBranch: 'main' })
  expect(config.environments.map(({ name, branch, after }) => ({ name, branch, after }))).toEqual([
    { name: 'integration', branch: 'env/integration', after: [] },
    { name: 'qa-2', branch: 'env/qa-2', after: ['integration'] },
    { name: 'production', branch: 'main', after: ['qa-2'] },
  ])
})

test('is read without problems when every comment that holds YAML is taken for it', () => {
  const text = renderConfig({ stops, engine: 'none', migrations: 'db/migrations' }).replace(
    /^( *)# (\w[\w-]*: [[{]|objects: |- \w+: |disposable: |deploy: )/gm,
    '$1$2',
  )
  expect(text).toContain('\n      - freeze:')
  const unique = text.replace(/\n {4}disposable: true/g, '')
  expect(() => parseConfig(unique, { file: 'x', blob: '0'.repeat(40), defaultBranch: 'main' })).not.toThrow()
})

test('makes names of variables', () => {
  expect(['qa', 'pre-production', '2nd'].map(variableName)).toEqual([
    'QA_DATABASE_URL',
    'PRE_PRODUCTION_DATABASE_URL',
    'ENV_2ND_DATABASE_URL',
  ])
})
