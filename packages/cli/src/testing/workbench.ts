import { execFile } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Simulator } from '@stagecoach/simulator'
import type { CliResult } from '../answer.ts'
import { main } from '../main.ts'

export interface Spoken {
  code: number
  stdout: string
  stderr: string
}

/** A repository on the simulator, and Ada's clone of it. */
export interface Workbench extends AsyncDisposable {
  simulator: Simulator
  token: string
  /** Otto's, who may write and no more. */
  writer: string
  /** The bare repository on disk. */
  remote: string
  clone: string
  /** What the program knows of the outside. */
  environment: Readonly<Record<string, string | undefined>>
  /** Folder of the embedded database that `env:INTEGRATION_DATABASE_URL` names. */
  database: string
  /** Folder that `env:INTEGRATION_TEMPLATE` names. */
  template: string
  /** git as Ada runs it in her clone. */
  git(...args: string[]): Promise<string>
  write(path: string, text: string): void
  /** The program as she runs it there. */
  run(...argv: string[]): Promise<Spoken>
  /** The same with another token. */
  runAs(token: string, ...argv: string[]): Promise<Spoken>
  json(...argv: string[]): Promise<{ code: number; result: CliResult }>
}

const at = '2026-11-20T08:00:00Z'

/** `files` become the first commit of main; `branches` start from it. */
export async function openWorkbench(files: Record<string, string>, branches: readonly string[] = []): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecoach-cli-'))
  const { startSimulator } = await import('@stagecoach/simulator')
  const simulator = await startSimulator({ directory: join(folder, 'github'), startsAt: '2026-11-22T08:00:00Z' })
  const token = simulator.addUser('ada')
  const writer = simulator.addUser('otto')
  const { path } = simulator.createRepository('acme/shop', { collaborators: { ada: 'admin', otto: 'write' } })
  const clone = join(folder, 'shop')
  const database = join(folder, 'integration.db')
  const template = join(folder, 'template.db')
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: at,
    GIT_COMMITTER_DATE: at,
    GITHUB_API_URL: simulator.url,
    STAGECOACH_TOKEN: token,
    INTEGRATION_DATABASE_URL: database,
    INTEGRATION_TEMPLATE: template,
  }
  // Never synchronously: the remote is served by this very process.
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', args, { cwd: clone, env: environment, timeout: 30_000 })
    return stdout.trim()
  }
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(clone, file)), { recursive: true })
    writeFileSync(join(clone, file), text)
  }
  mkdirSync(clone)
  await git('init', '--quiet', '--initial-branch=main')
  await git('remote', 'add', 'origin', simulator.authenticatedGitUrl('acme/shop', token))
  for (const [file, text] of Object.entries(files)) write(file, text)
  await git('add', '-A')
  await git('commit', '--quiet', '--allow-empty', '-m', 'Begin')
  await git('push', '--quiet', 'origin', 'main', ...branches.map((branch) => `main:refs/heads/${branch}`))
  const runAs = (token: string, ...argv: string[]): Promise<Spoken> =>
    speak(argv, clone, { ...environment, STAGECOACH_TOKEN: token })
  const run = (...argv: string[]): Promise<Spoken> => runAs(token, ...argv)
  return {
    simulator,
    token,
    writer,
    remote: path,
    clone,
    environment,
    database,
    template,
    git,
    write,
    run,
    runAs,
    async json(...argv) {
      const { code, stdout } = await run(...argv, '--json')
      const result: CliResult = JSON.parse(stdout)
      return { code, result }
    },
    async [Symbol.asyncDispose]() {
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One command line in this process, without a terminal. */
export async function speak(
  argv: readonly string[],
  cwd: string,
  environment: Record<string, string | undefined>,
  isTerminal = false,
): Promise<Spoken> {
  let stdout = ''
  let stderr = ''
  const code = await main({
    argv,
    cwd,
    environment,
    stdout: { write: (text) => void (stdout += text), isTerminal },
    stderr: { write: (text) => void (stderr += text), isTerminal },
  })
  return { code, stdout, stderr }
}
