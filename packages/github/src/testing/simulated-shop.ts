import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startSimulator, type RunnerHost, type Simulator, type TokenPermissions } from '@stagecoach/simulator'
import { openForge, type ForgeOptions, type OpenedForge } from '../forge.ts'

/** A simulated GitHub with acme/shop: mira is admin, noor may write and is in the team dba. Lists come in pages of two. */
export interface SimulatedShop extends AsyncDisposable {
  simulator: Simulator
  tokens: { mira: string; noor: string }
  /** The bare repository, for assertions with git. */
  bare: string
  /** A forge with a job's GITHUB_TOKEN, and the run it belongs to. */
  jobForge(permissions: TokenPermissions, options?: Partial<ForgeOptions>): { forge: OpenedForge; run: number }
  personForge(token: string): OpenedForge
  /** Commits one file on a branch (made from main when new) and pushes it as mira; answers with the commit. */
  push(branch: string, file: string, text: string, message?: string): Promise<string>
}

export async function simulatedShop(): Promise<SimulatedShop> {
  const directory = await mkdtemp(join(tmpdir(), 'github-contract-'))
  let host: RunnerHost | undefined
  const nothing = async (): Promise<void> => undefined
  const simulator = await startSimulator({
    directory: join(directory, 'github'),
    startsAt: '2026-11-20T09:00:00Z',
    pageSizeCap: 2,
    runner(given) {
      host = given
      return { handle: nothing, rerun: nothing, cancel: nothing, schedule: async () => [], close: nothing }
    },
  })
  const tokens = { mira: simulator.addUser('mira'), noor: simulator.addUser('noor') }
  simulator.addOrganization('acme')
  simulator.addTeam('acme', 'dba', ['noor', 'mira'])
  const { path: bare } = await simulator.createRepository('acme/shop', { collaborators: { mira: 'admin', noor: 'write' } })
  const clone = join(directory, 'clone')
  // Never synchronously: the server that git talks to lives in this process.
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', args, { cwd: clone, env: identity })
    return stdout.trim()
  }
  await mkdir(clone)
  await git('init', '--quiet', '--initial-branch=main')
  await git('remote', 'add', 'origin', simulator.authenticatedGitUrl('acme/shop', tokens.mira))
  const commit = async (branch: string, file: string, text: string, message: string): Promise<string> => {
    await writeFile(join(clone, file), text)
    await git('add', '--all')
    await git('commit', '--quiet', '-m', message)
    await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`)
    return git('rev-parse', 'HEAD')
  }
  await commit('main', 'README.md', 'shop\n', 'Begin the shop')
  const open = (token: string, options: Partial<ForgeOptions> = {}): OpenedForge =>
    openForge({ token, apiUrl: simulator.url, repository: 'acme/shop', second: 5, ...options })
  return {
    simulator,
    tokens,
    bare,
    personForge: open,
    jobForge(permissions, options) {
      const event = simulator.events.all[0]
      if (host === undefined || event === undefined) throw new Error('There is no event to start a run with.')
      const run = host.createRun(event, { workflowName: 'gate', workflowPath: '.github/workflows/gate.yml' })
      const job = host.addJob(run.id, { key: 'gate', name: 'gate' })
      return { forge: open(host.issueToken(run.id, job.id, permissions), options), run: run.id }
    },
    async push(branch, file, text, message = `Change ${file}`) {
      const known = branch !== 'main' && (await git('branch', '--list', branch)) !== ''
      await git('checkout', '--quiet', ...(branch === 'main' || known ? [branch] : ['-b', branch, 'main']))
      return commit(branch, file, text, message)
    },
    async [Symbol.asyncDispose]() {
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const person = { name: 'Mira', email: 'mira@users.noreply.github.com' }
const identity = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: person.name,
  GIT_AUTHOR_EMAIL: person.email,
  GIT_COMMITTER_NAME: person.name,
  GIT_COMMITTER_EMAIL: person.email,
}
