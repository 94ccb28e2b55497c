import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { StagecoachError } from '@stagecoach/core'
import { gitEnvironment, redact } from './git-environment.ts'
import type { RemoteAccess } from './git-environment.ts'

export interface GitExit {
  code: number
  stdout: Buffer
  /** Credentials taken out. */
  stderr: string
}

/** Starts git in one repository: arguments in, bytes and exit code out. simple-git cannot do this, its `raw()` takes exit 1 without stderr for success. */
export interface GitProcess {
  readonly directory: string
  /** Resolves whatever the exit code is. */
  run(args: readonly string[], input?: Uint8Array | string): Promise<GitExit>
  /** Like `run`; any exit code other than 0 is `git-failed`. */
  must(args: readonly string[], input?: Uint8Array | string): Promise<Buffer>
  /** A process that stays. `wrapper` is put before `git`. */
  start(args: readonly string[], wrapper?: readonly string[]): ChildProcessWithoutNullStreams
}

/** `settings` are pairs of git-config(1) beside those of every git.
 *  @throws StagecoachError `git-missing`, `git-failed` from the methods */
export function gitProcess(directory: string, remote?: RemoteAccess, settings: readonly [string, string][] = []): GitProcess {
  const env = gitEnvironment(process.env, directory, remote, settings)
  const start = (args: readonly string[], wrapper: readonly string[] = []): ChildProcessWithoutNullStreams => {
    const [program = 'git', ...rest] = [...wrapper, 'git', ...args]
    return spawn(program, rest, { env, cwd: directory, stdio: 'pipe' })
  }
  const run = async (args: readonly string[], input?: Uint8Array | string): Promise<GitExit> => {
    const exit = await collect(start(args), input)
    return { ...exit, stderr: redact(exit.stderr, remote) }
  }
  const must = async (args: readonly string[], input?: Uint8Array | string): Promise<Buffer> => {
    const exit = await run(args, input)
    if (exit.code !== 0) throw gitFailed(args, exit)
    return exit.stdout
  }
  return { directory, run, must, start }
}

export function gitFailed(args: readonly string[], exit: Pick<GitExit, 'code' | 'stderr'>): StagecoachError {
  const detail = exit.stderr.trim().slice(0, 2000)
  return new StagecoachError('git-failed', `git ${args[0] ?? ''} failed with exit code ${exit.code}: ${detail}`)
}

function collect(child: ChildProcessWithoutNullStreams, input: Uint8Array | string | undefined): Promise<GitExit> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  // A process that ends without reading its input is judged by its exit code, not by the broken pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => {
      reject(new StagecoachError('git-missing', 'git could not be started.', { hint: 'Install git 2.38 or newer.', cause }))
    })
    child.on('close', (code, signal) => {
      const text = Buffer.concat(stderr).toString('utf8')
      resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: signal === null ? text : `${text} (${signal})` })
    })
  })
}
