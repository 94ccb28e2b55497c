import { spawn } from 'node:child_process'
import { repositoryRoot } from './repository-root.ts'

export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/** Runs a program with its output on our terminal; resolves to its exit code, 1 when a signal ended it. Our own interruption is handed on, and ends us once the program has ended, unless it ends well. */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd ?? repositoryRoot, env: options.env ?? process.env, stdio: 'inherit' })
    let interrupted = false
    const forward = (signal: NodeJS.Signals): void => {
      interrupted = true
      child.kill(signal)
    }
    process.on('SIGINT', forward).on('SIGTERM', forward)
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      if (interrupted && code !== 0) process.exit(130)
      resolve(code ?? 1)
    })
  })
}
