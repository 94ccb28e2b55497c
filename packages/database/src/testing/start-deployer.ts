import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DeployerTask } from './deployer-process.ts'

/** A running deployer. */
export interface Deployer {
  process: ChildProcess
  /** Resolves when it has printed this line; rejects when it ends without. */
  line(text: string): Promise<void>
  /** Everything it printed, once it has ended. */
  ended: Promise<string[]>
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

export function startDeployer(task: DeployerTask): Deployer {
  const script = fileURLToPath(new URL('./deployer-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=stagecoach-source', script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const waiting: { text: string; resolve: () => void; reject: (error: Error) => void }[] = []
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    for (const each of waiting) if (each.text === line) each.resolve()
  })
  const ended = new Promise<string[]>((resolve) => child.once('close', () => resolve(lines)))
  void ended.then(() => {
    for (const each of waiting) each.reject(new Error(`The deployer ended without "${each.text}": ${lines.join(', ')}`))
  })
  const line = (text: string): Promise<void> =>
    lines.includes(text) ? Promise.resolve() : new Promise((resolve, reject) => waiting.push({ text, resolve, reject }))
  return { process: child, line, ended, kill: (signal) => void child.kill(signal) }
}
