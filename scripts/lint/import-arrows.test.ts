import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'
import { rooms } from './house-arrows.ts'

// The project's own configuration; only the typed rules are off, because the planted files are not on disk.
let eslint: ESLint
beforeAll(() => {
  eslint = new ESLint({ cwd: repositoryRoot, overrideConfig: [tseslint.configs.disableTypeChecked] })
})

async function arrowsOf(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(repositoryRoot, file) })
  const messages = result?.messages ?? []
  expect(messages.filter((message) => message.fatal === true)).toEqual([])
  return messages.filter((message) => message.ruleId === 'house/import-arrows').map((message) => message.message)
}

const ours = ['core', 'git', 'github', 'database', 'node-host', 'action-kit', 'cli', 'simulator']
const folders: Record<string, string> = {
  ...Object.fromEntries(Object.keys(rooms).map((room) => [room, `${room}/src/planted.ts`])),
  actions: 'actions/promote-env/src/planted.ts',
  test: 'test/acceptance/planted.ts',
  'test/bench': 'test/bench/planted.ts',
  scripts: 'scripts/planted.ts',
}
const pairs = Object.entries(rooms).flatMap(([room, { imports, lazy = [] }]) =>
  ours
    .filter((name) => room !== `packages/${name}`)
    .map((name) => ({ room, name, allowed: imports.includes(name), lazy: lazy.includes(name) })),
)

test.each(pairs.filter(({ allowed }) => !allowed))('$room may not import @stagecoach/$name', async ({ room, name }) => {
  const file = folders[room] ?? ''
  expect(await arrowsOf(file, `import { a } from '@stagecoach/${name}'\na()\n`)).toHaveLength(1)
  expect(await arrowsOf(file, `import type { A } from '@stagecoach/${name}'\nexport type B = A\n`)).toHaveLength(1)
  expect(await arrowsOf(file, `export * from '@stagecoach/${name}'\n`)).toHaveLength(1)
})

test.each(pairs.filter(({ allowed, lazy }) => !allowed && !lazy))(
  '$room may not load @stagecoach/$name later either',
  async ({ room, name }) => {
    expect(await arrowsOf(folders[room] ?? '', `await import('@stagecoach/${name}')\n`)).toHaveLength(1)
  },
)

test.each(pairs.filter(({ allowed }) => allowed))('$room may import @stagecoach/$name', async ({ room, name }) => {
  expect(await arrowsOf(folders[room] ?? '', `import { a } from '@stagecoach/${name}'\na()\n`)).toEqual([])
})

test('the command line program loads the simulator only when it is needed', async () => {
  expect(await arrowsOf('packages/cli/src/planted.ts', `await import('@stagecoach/simulator')\n`)).toEqual([])
})

test.each(['packages/github/src/a.test.ts', 'packages/cli/src/testing/a.ts'])(
  '%s, a test, may start the simulator',
  async (file) => {
    expect(await arrowsOf(file, `import { a } from '@stagecoach/simulator'\na()\n`)).toEqual([])
  },
)

test('only measurements of the test folder may call the packages', async () => {
  const code = `import { a } from '@stagecoach/git'\na()\n`
  expect(await arrowsOf('test/story/planted.ts', code)).toHaveLength(1)
  expect(await arrowsOf('test/bench/benches/planted.ts', code)).toEqual([])
})

test('a test of another room may not start the simulator', async () => {
  expect(await arrowsOf('packages/core/src/a.test.ts', `import { a } from '@stagecoach/simulator'\na()\n`)).toHaveLength(1)
})

test.each([
  ['packages/core/src/a.ts', '@actions/core'],
  ['packages/core/src/a.ts', '@octokit/rest'],
  ['packages/core/src/a.ts', 'simple-git'],
  ['packages/core/src/a.ts', 'pg'],
  ['packages/cli/src/a.ts', '@actions/core'],
  ['actions/promote-env/src/a.ts', '@actions/core'],
  ['packages/simulator/src/a.ts', '@actions/core'],
  ['packages/action-kit/src/a.ts', '@octokit/rest'],
  ['packages/simulator/src/a.ts', '@octokit/rest'],
  ['packages/github/src/a.ts', 'simple-git'],
  ['packages/git/src/a.ts', 'pg'],
  ['packages/cli/src/a.ts', '@electric-sql/pglite'],
  ['packages/simulator/src/a.ts', 'libpg-query'],
  ['packages/git/src/a.ts', '@electric-sql/pglite/nodefs'],
])('%s may not import the library %s of another room', async (file, library) => {
  expect(await arrowsOf(file, `import { a } from '${library}'\na()\n`)).toHaveLength(1)
})

test.each([
  ['packages/action-kit/src/a.ts', '@actions/core'],
  ['packages/github/src/a.ts', '@octokit/rest'],
  ['packages/simulator/src/a.test.ts', '@octokit/rest'],
  ['packages/simulator/src/a.ts', '@actions/expressions'],
  ['packages/git/src/a.ts', 'simple-git'],
  ['packages/database/src/a.ts', 'libpg-query'],
  ['test/acceptance/a.test.ts', 'pg'],
])('%s may import its library %s', async (file, library) => {
  expect(await arrowsOf(file, `import { a } from '${library}'\na()\n`)).toEqual([])
})

test.each([
  ['packages/git/src/a.ts', '@stagecoach/core/src/error.ts'],
  ['packages/git/src/a.ts', '../../core/src/error.ts'],
  ['packages/git/src/a.ts', '@stagecoach/core/testing'],
  ['actions/promote-env/src/a.ts', '../../rollback/src/main.ts'],
  ['test/acceptance/a.test.ts', '../../packages/core/src/index.ts'],
  ['test/acceptance/a.test.ts', '../../scripts/repository-root.ts'],
  ['scripts/a.ts', '../packages/core/src/error.ts'],
  ['scripts/a.ts', '../actions/rollback/src/main.ts'],
])('%s may not reach for the inner path %s', async (file, path) => {
  expect(await arrowsOf(file, `import { a } from '${path}'\na()\n`)).toHaveLength(1)
})

test.each([
  ['packages/git/src/a.test.ts', '@stagecoach/core/testing'],
  ['packages/git/src/merge/a.ts', '../runner.ts'],
  ['scripts/a.ts', '../actions/rollback/src/spec.ts'],
])('%s may import %s', async (file, path) => {
  expect(await arrowsOf(file, `import { a } from '${path}'\na()\n`)).toEqual([])
})
