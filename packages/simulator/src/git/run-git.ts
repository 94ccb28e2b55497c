import { spawn } from 'node:child_process'

export interface GitOptions {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that are answers, not failures; default only 0. */
  readonly accept?: readonly number[]
}

export interface GitOutcome {
  readonly code: number
  readonly stdout: Buffer
}

/** A git command that ended with an exit code nobody expected. */
export class GitFailure extends Error {
  readonly code: number
  readonly stderr: string

  constructor(args: readonly string[], code: number, stderr: string) {
    super(`git ${args[0] ?? ''} ended with ${code}: ${stderr.trim()}`)
    this.name = 'GitFailure'
    this.code = code
    this.stderr = stderr
  }
}

/** The environment of each git process: nothing of the machine's or the user's configuration, no prompts. */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  }
}

export function runGit(directory: string, args: readonly string[], options: GitOptions = {}): Promise<GitOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: directory, env: gitEnvironment(options.env), stdio: ['pipe', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const ended = code ?? -1
      if ((options.accept ?? [0]).includes(ended)) resolve({ code: ended, stdout: Buffer.concat(stdout) })
      else reject(new GitFailure(args, ended, Buffer.concat(stderr).toString('utf8')))
    })
    // A git that ends before it has read its input is judged by its exit code, not by the broken pipe.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })
}

/** Standard output as text without the last line feed. */
export async function git(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { stdout } = await runGit(directory, args, options)
  return stdout.toString('utf8').replace(/\n$/, '')
}
