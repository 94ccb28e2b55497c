import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { SimEvent } from '../../events.ts'
import type { Runner } from '../../runner-host.ts'
import type { RunJob, WorkflowRun } from '../../runs.ts'
import { createRunner } from '../index.ts'
import type { RunnerControls, RunnerOptions } from '../index.ts'
import { FakeHost } from './fake-host.ts'

export type Files = Readonly<Record<string, string>>

/** A bare repository `acme/shop`, a fake server and a runner, in a temporary folder. */
export interface Scene extends Disposable {
  readonly root: string
  readonly host: FakeHost
  readonly runner: Runner
  readonly controls: RunnerControls
  /** Commits files on top of a branch, in the bare repository; answers the commit. */
  commit(files: Files, branch?: string): string
  event(facts: Partial<SimEvent> & Pick<SimEvent, 'sha'>): SimEvent
  /** Commits and runs what the push starts; answers the runs. */
  push(files: Files, facts?: Partial<SimEvent>): Promise<readonly WorkflowRun[]>
  dispatch(path: string, inputs: Record<string, string>): Promise<WorkflowRun>
}

export function scene(options: RunnerOptions = {}): Scene {
  const root = mkdtempSync(join(tmpdir(), 'runner-'))
  const host = new FakeHost(root)
  const bare = host.repositoryFacts.path
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare])
  execFileSync('git', ['--git-dir', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true'])
  execFileSync('git', ['--git-dir', bare, 'config', 'uploadpack.allowFilter', 'true'])
  const controls = createRunner({ cancelGrace: 300, ...options })
  const runner = controls(host)
  let events = 0
  const made: Scene = {
    root, host, runner, controls,
    commit: (files, branch = 'main') => commit(root, bare, files, branch),
    event: (facts) => ({
      id: ++events, name: 'push', repository: 'acme/shop', ref: 'refs/heads/main', workflowSha: facts.sha, headBranch: 'main',
      headSha: facts.sha, actor: 'mira', raisedAt: host.clock.iso(), payload: { ref: 'refs/heads/main' }, ...facts,
    }),
    async push(files, facts = {}) {
      const before = host.runs.length
      await runner.handle(made.event({ sha: made.commit(files), ...facts }))
      return host.runs.slice(before)
    },
    async dispatch(path, inputs) {
      const sha = execFileSync('git', ['--git-dir', bare, 'rev-parse', 'main'], { encoding: 'utf8' }).trim()
      await runner.handle(made.event({ sha, name: 'workflow_dispatch', workflowPath: path, payload: { inputs } }))
      const run = host.runs.at(-1)
      if (run === undefined) throw new Error('nothing was started')
      return run
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  } // prettier-ignore
  return made
}

function commit(root: string, bare: string, files: Files, branch: string): string {
  const work = mkdtempSync(join(root, 'work-'))
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Mira', '-c', 'user.email=mira@example.test', '-C', work, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  git('clone', '-q', bare, '.')
  const known = git('ls-remote', 'origin', `refs/heads/${branch}`) !== ''
  if (known) git('checkout', '-q', '-B', branch, `origin/${branch}`)
  else git('checkout', '-q', '--orphan', branch)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), text)
  }
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '-m', 'a change')
  git('push', '-q', 'origin', branch)
  return git('rev-parse', 'HEAD')
}

/** A job of a run by its shown name. */
export function jobOf(run: WorkflowRun, name: string): RunJob {
  const job = run.jobs.find((one) => one.name === name)
  if (job === undefined) throw new Error(`no job "${name}" among ${run.jobs.map((one) => one.name).join(', ')}`)
  return job
}

export function conclusions(run: WorkflowRun): Record<string, string> {
  return Object.fromEntries(run.jobs.map((job) => [job.name, String(job.conclusion)]))
}
