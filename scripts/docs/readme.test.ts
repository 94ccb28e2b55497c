import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseConfig } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'
import { actionlint } from '../workflows/actionlint.ts'

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(repositoryRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(repositoryRoot, 'actions')).map((name) => `actions/${name}/README.md`),
]
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const yamlBlocks = [...read('README.md').matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '')

test('the configuration in the README is one that Stagecoach reads', () => {
  const [text = ''] = yamlBlocks.filter((block) => block.startsWith('version: 1'))
  const config = parseConfig(text, { file: 'README.md', blob: '', defaultBranch: 'main' })
  expect(config.environments.map(({ name }) => name)).toEqual(['qa', 'production'])
})

test('actionlint finds nothing in the workflow of the README', async () => {
  const [text = ''] = yamlBlocks.filter((block) => block.startsWith('name:'))
  expect(text).toContain('actions/promote-env@')
  expect(await actionlint(text, 'README.yml')).toEqual([])
})

test.each(pages)('every link of %s to a file of this repository leads somewhere', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '')
  const local = targets.filter((target) => !/^[a-z]+:/.test(target))
  expect(local.filter((target) => !existsSync(join(repositoryRoot, dirname(page), target)))).toEqual([])
})
