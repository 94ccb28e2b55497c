import { spawn, type ChildProcess } from 'node:child_process'
import { repositoryRoot } from './repository-root.ts'

export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

const running = new Set<ChildProcess>()
let ending = false

/**
 * Runs a program with its output on our terminal; resolves to its exit code, 1 when a signal ended it. Our own interruption is handed on to
 * all that run, and ends us once the last of them has ended, unless they end well; until then nothing more is started.
 */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    if (ending) return
    const child = spawn(command, args, { cwd: options.cwd ?? repositoryRoot, env: options.env ?? process.env, stdio: 'inherit' })
    running.add(child)
    let interrupted = false
    const forward = (signal: NodeJS.Signals): void => {
      interrupted = true
      child.kill(signal)
    }
    process.on('SIGINT', forward).on('SIGTERM', forward)
    child.on('error', (error) => {
      running.delete(child)
      reject(error)
    })
    child.on('close', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      running.delete(child)
      ending ||= interrupted && code !== 0
      if (!ending) resolve(code ?? 1)
      else if (running.size === 0) process.exit(130)
    })
  })
}
