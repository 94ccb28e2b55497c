import { spawn } from 'node:child_process'
import { StagecoachError } from '@stagecoach/core'

export interface GitAnswer {
  code: number
  stdout: string
  /** The same, undecoded. */
  bytes: Buffer
  stderr: string
}

/** git as the person has set it up: identity, credentials, signing. Arguments are never a shell's. */
export type PersonGit = (args: readonly string[], input?: string | Uint8Array) => Promise<GitAnswer>

/** Variables that would point git at another repository than the folder given. */
const misleading = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR', 'GIT_PREFIX'])

export function personGit(folder: string, environment: Readonly<Record<string, string | undefined>>): PersonGit {
  const kept = Object.entries(environment).filter(([name]) => !misleading.has(name))
  const env: NodeJS.ProcessEnv = { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' }
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      const child = spawn('git', ['-C', folder, ...args], { env, stdio: 'pipe' })
      const out: Buffer[] = []
      const err: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
      // A git that ends without reading its input is judged by its exit code.
      child.stdin.on('error', () => undefined)
      child.stdin.end(input)
      child.on('error', (cause) =>
        reject(new StagecoachError('git-missing', 'git could not be started.', { hint: 'Install git 2.38 or newer.', cause })),
      )
      child.on('close', (code) => {
        const bytes = Buffer.concat(out)
        resolve({ code: code ?? -1, stdout: bytes.toString('utf8'), bytes, stderr: Buffer.concat(err).toString('utf8') })
      })
    })
}

/** @throws StagecoachError `git-failed` */
export async function mustGit(git: PersonGit, args: readonly string[], input?: string | Uint8Array): Promise<string> {
  const answer = await git(args, input)
  if (answer.code === 0) return answer.stdout
  const detail = answer.stderr.trim().slice(0, 2000)
  throw new StagecoachError('git-failed', `git ${args[0] ?? ''} failed with exit code ${answer.code}: ${detail}`)
}
