import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** The run was killed from outside: nothing more of it may happen. */
export class RunKilled extends Error {
  readonly code = 'run-killed'
}

export interface ProcessRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** Aborting interrupts the process and, after the grace, kills it. */
  readonly signal: AbortSignal
}

/** Processes of one job, each leading a process group of its own, so that signals reach its children too. */
export class Processes {
  readonly #groups = new Set<number>()
  readonly #graceMilliseconds: number
  #state: 'running' | 'paused' | 'killed' = 'running'
  #wake: (() => void)[] = []

  constructor(graceMilliseconds: number) {
    this.#graceMilliseconds = graceMilliseconds
  }

  get killed(): boolean {
    return this.#state === 'killed'
  }

  /** Runs a process to its end; answers its exit code, 128 + n for signals. Throws RunKilled after `kill`. */
  async run(request: ProcessRequest): Promise<number> {
    await this.checkpoint()
    if (request.signal.aborted) return 130
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: { ...request.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = this.#watch(child, request.signal)
    try {
      const code = await finished(child, request.onLine)
      if (this.killed) throw new RunKilled('The run was killed.')
      return code
    } finally {
      stop()
    }
  }

  /** Waits while paused; throws RunKilled when the run is dead. */
  async checkpoint(): Promise<void> {
    while (this.#state === 'paused') await new Promise<void>((resolve) => this.#wake.push(resolve))
    if (this.killed) throw new RunKilled('The run was killed.')
  }

  pause(): void {
    if (this.#state !== 'running') return
    this.#state = 'paused'
    this.#signalAll('SIGSTOP')
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#state = 'running'
    this.#signalAll('SIGCONT')
    this.#wakeAll()
  }

  kill(): void {
    this.#state = 'killed'
    this.#signalAll('SIGKILL')
    this.#wakeAll()
  }

  /** Ends what steps left running in the background. */
  sweep(): void {
    this.#signalAll('SIGKILL')
    this.#groups.clear()
  }

  #watch(child: ChildProcess, signal: AbortSignal): () => void {
    const group = child.pid
    if (group === undefined) return () => undefined
    this.#groups.add(group)
    if (this.#state === 'paused') signalGroup(group, 'SIGSTOP')
    let timer: NodeJS.Timeout | undefined
    const interrupt = (): void => {
      signalGroup(group, 'SIGINT')
      timer = setTimeout(() => signalGroup(group, 'SIGKILL'), this.#graceMilliseconds)
    }
    signal.addEventListener('abort', interrupt, { once: true })
    return () => {
      signal.removeEventListener('abort', interrupt)
      clearTimeout(timer)
      if (signal.aborted) signalGroup(group, 'SIGKILL')
    }
  }

  #signalAll(signal: NodeJS.Signals): void {
    for (const group of this.#groups) signalGroup(group, signal)
  }

  #wakeAll(): void {
    const waiting = this.#wake
    this.#wake = []
    for (const wake of waiting) wake()
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // the group is gone already
  }
}

/** Ends with the process, or shortly after when a child of it in the background keeps the pipes open. */
function finished(child: ChildProcess, onLine: (line: string) => void): Promise<number> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) readLines(stream, onLine)
    child.once('error', (error) => {
      onLine(`##[error]${error.message}`) // no such program or folder, as a shell would say it
      resolve(127)
    })
    child.once('exit', (code, signal) => {
      const exit = code ?? (signal === 'SIGINT' ? 130 : 137)
      const late = setTimeout(() => resolve(exit), 1000)
      child.once('close', () => {
        clearTimeout(late)
        setImmediate(() => resolve(exit))
      })
    })
  })
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine)
}
