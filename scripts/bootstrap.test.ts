import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { repositoryRoot } from './repository-root.ts'

/** The only folder in PATH: what a test puts there is all the machine has. */
let bin: string
beforeEach(async () => void (bin = await mkdtemp(join(tmpdir(), 'bootstrap-'))))
afterEach(() => rm(bin, { recursive: true, force: true }))

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(bin, name), 0o755)
}

function bootstrap(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, 'scripts/bootstrap.mjs'), ...args], {
    env: { PATH: bin },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('says that git is missing and how to get it', () => {
  expect(bootstrap('test')).toMatchObject({
    status: 2,
    stderr: 'stagecoach: git is missing.\n  Install git (Debian: apt-get install git) and start again.\n',
  })
})

test('says that npm is missing', async () => {
  await program('git', 'exit 0')
  expect(bootstrap('test').stderr).toContain('npm is missing')
})

test('names its jobs when asked for another', () => {
  expect(bootstrap('deploy')).toMatchObject({ status: 2, stderr: 'stagecoach: "deploy" is not a job.\n  Jobs: test, demo.\n' })
})

test('helps with the demo, and refuses slips in its arguments, before anything is fetched', async () => {
  const help = bootstrap('demo', '--help')
  expect(help).toMatchObject({ status: 0, stderr: '' })
  const told = await readFile(join(repositoryRoot, 'test/demo/tell-story.ts'), 'utf8')
  const stories = [...told.matchAll(/^ {2}(\w+): \[$/gm)].map(([, name = '']) => name)
  expect(stories.length).toBeGreaterThan(1)
  for (const name of stories) expect(help.stdout).toContain(`--story ${name} `)
  expect(bootstrap('demo', '--story', 'foo')).toMatchObject({
    status: 2,
    stderr: `stagecoach: There is no story "foo". Stories: ${stories.join(', ')}.\n  See: npm run demo -- --help\n`,
  })
  const slips = [['living'], ['--engine', 'oracle'], ['--tale', 'first'], ['--story']]
  for (const slip of slips) expect(bootstrap('demo', ...slip)).toMatchObject({ status: 2, stdout: '' })
  expect(bootstrap('demo', '--ask', 'qa', 'select 1').stderr).toContain('git is missing')
})

test('starts again under the pinned Node with every argument as it was, and passes the exit code on', async () => {
  await program('git', 'exit 0')
  await program('npx', `[ "$1" = --version ] && exit 0\nprintf '%s\\n' "$@" > "${join(bin, 'arguments')}"\nexit 7`)
  expect(bootstrap('test', '--engine', 'postgres', 'two words', '$(id)').status).toBe(7)
  const given = (await readFile(join(bin, 'arguments'), 'utf8')).trimEnd().split('\n')
  expect(given).toEqual([
    '--yes',
    '--package=node@24.21.0',
    '--package=pnpm@10.34.9',
    '--',
    ...['node', 'scripts/bootstrap.mjs', '--inside', 'test', '--engine', 'postgres', 'two words', '$(id)'],
  ])
})
