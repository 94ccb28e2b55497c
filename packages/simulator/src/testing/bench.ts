import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Octokit } from '@octokit/rest'
import { gitEnvironment } from '../git/run-git.ts'
import { startSimulator } from '../start-simulator.ts'
import type { RepositoryOptions, Simulator, SimulatorOptions } from '../simulator.ts'
import type { TokenPermissions } from '../permissions.ts'
import type { RunnerHost } from '../runner-host.ts'
import { validatingFetch } from './validating-fetch.ts'

export interface GitResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A plain git client, as a person or a step would run it: never throws, never asks. */
export function runClient(directory: string, ...args: readonly string[]): Promise<GitResult> {
  const identity = {
    GIT_AUTHOR_NAME: 'Mira',
    GIT_AUTHOR_EMAIL: 'mira@shop.example',
    GIT_COMMITTER_NAME: 'Mira',
    GIT_COMMITTER_EMAIL: 'mira@shop.example',
  }
  return new Promise((resolve) => {
    execFile('git', args, { cwd: directory, env: gitEnvironment(identity) }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr })
    })
  })
}

export interface Bench extends AsyncDisposable {
  readonly simulator: Simulator
  readonly repo: { readonly owner: 'acme'; readonly repo: 'shop' }
  /** The bare repository. */
  readonly bare: string
  /** Mira's clone, on main. */
  readonly clone: string
  readonly tokens: Readonly<Record<'mira' | 'noor' | 'ada' | 'rex', string>>
  octokit(token: string): Octokit
  /** A GITHUB_TOKEN of a job that runs on main, as a runner would get it. */
  jobToken(permissions: TokenPermissions): string
  /** Runs git in the clone and fails the test when git fails. */
  git(...args: readonly string[]): Promise<string>
  /** Commits files on a new or existing branch of the clone and pushes it. */
  push(branch: string, files: Readonly<Record<string, string>>, from?: string): Promise<string>
  /** A ref of the bare repository, read with git. */
  tip(ref: string): Promise<string>
  show(revision: string): Promise<string>
}

const workflow = `on:
  push:
  workflow_dispatch:
    inputs:
      package: { required: true }
      lane: { type: choice, options: [none, hotfix], default: none }
jobs: {}
`

/** A simulator with acme/shop (mira admin, noor write, ada read; rex is a stranger) and one commit on main. */
export async function createBench(options: Partial<SimulatorOptions> = {}, repository: RepositoryOptions = {}): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'simulator-test-'))
  let host: RunnerHost | undefined
  const simulator = await startSimulator({
    directory: join(directory, 'github'),
    startsAt: '2026-11-20T09:00:00Z',
    runner(given) {
      host = given
      const quiet = {
        handle: async () => {},
        rerun: async () => {},
        cancel: async () => {},
        schedule: async () => [],
        close: async () => {},
      }
      return options.runner?.(given) ?? quiet
    },
    ...Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'runner')),
  })
  const mira = simulator.addUser('mira', { name: 'Mira', email: 'mira@shop.example' })
  const tokens = { mira, noor: simulator.addUser('noor'), ada: simulator.addUser('ada'), rex: simulator.addUser('rex') }
  simulator.addOrganization('acme')
  simulator.addTeam('acme', 'dba', ['noor'])
  const { path } = simulator.createRepository('acme/shop', {
    collaborators: { mira: 'admin', noor: 'write', ada: 'read' },
    ...repository,
  })
  const clone = join(directory, 'clone')
  const git = async (...args: readonly string[]): Promise<string> => {
    const result = await runClient(clone, ...args)
    if (result.code !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`)
    return result.stdout.trim()
  }
  await mkdir(clone)
  await git('init', '--quiet', '--initial-branch=main')
  await git('remote', 'add', 'origin', simulator.authenticatedGitUrl('acme/shop', mira))
  const push = async (branch: string, files: Readonly<Record<string, string>>, from = 'main'): Promise<string> => {
    const known = (await runClient(clone, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)).code === 0
    await git('checkout', '--quiet', ...(known ? [branch] : ['-b', branch, from]))
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(clone, name)), { recursive: true })
      await writeFile(join(clone, name), content)
    }
    await git('add', '--all')
    await git('commit', '--quiet', '--allow-empty', '-m', `Change ${Object.keys(files).join(' and ')}`)
    await git('push', '--quiet', 'origin', branch)
    return git('rev-parse', 'HEAD')
  }
  await writeFile(join(clone, 'README.md'), 'shop\n')
  await mkdir(join(clone, '.github/workflows'), { recursive: true })
  await writeFile(join(clone, '.github/workflows/build.yml'), workflow)
  await git('add', '--all')
  await git('commit', '--quiet', '-m', 'Begin the shop')
  await git('push', '--quiet', 'origin', 'main')
  return {
    simulator,
    repo: { owner: 'acme', repo: 'shop' },
    bare: path,
    clone,
    tokens,
    octokit: (token) =>
      new Octokit({
        auth: token,
        baseUrl: simulator.url,
        request: { fetch: validatingFetch },
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
    jobToken(permissions) {
      const event = simulator.events.all[0]
      if (host === undefined || event === undefined) throw new Error('There is no event to start a run with.')
      const run = host.createRun(event, { workflowName: 'build', workflowPath: '.github/workflows/build.yml' })
      return host.issueToken(run.id, host.addJob(run.id, { key: 'build', name: 'build' }).id, permissions)
    },
    git,
    push,
    tip: async (ref) => (await runClient(path, 'rev-parse', '--verify', '--quiet', ref)).stdout.trim(),
    show: async (revision) => (await runClient(path, 'show', revision)).stdout,
    async [Symbol.asyncDispose]() {
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
