import { spawn, type ChildProcess } from 'node:child_process'
import { isAbsolute, resolve } from 'node:path'
import { lastBytes } from './last-bytes.ts'

export interface ProcessRequest {
  argv: readonly string[]
  cwd: string
  /** The whole environment. */
  env: Record<string, string>
  /** Milliseconds. */
  timeout: number
  /** Told the process group as soon as it runs. */
  onStart?: ((group: number) => void) | undefined
}

export interface ProcessResult {
  exitCode: number
  timedOut: boolean
  stdout: string
  stderr: string
}

const keptBytes = 64 * 1024
/** Between asking a group to end and ending it, milliseconds. */
const grace = 2_000

/** Runs one program in a process group of its own, so that on timeout everything it started ends with it. A program that is not there or not executable ends with 127 or 126, as in a shell. */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const [program = '', ...args] = request.argv
  const { promise, resolve: finish } = Promise.withResolvers<ProcessResult>()
  const stdout = lastBytes(keptBytes)
  const stderr = lastBytes(keptBytes)
  const child = spawn(locate(program, request.cwd), args, {
    cwd: request.cwd,
    env: request.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.pid !== undefined) request.onStart?.(child.pid)
  child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))
  const watch = watchTime(child, request.timeout)
  const end = (exitCode: number, note = ''): void => {
    const timedOut = watch.stop()
    finish({ exitCode: timedOut ? 124 : exitCode, timedOut, stdout: stdout.text(), stderr: stderr.text() + note })
  }
  child.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ENOENT' ? 127 : 126, `${program}: ${error.message}`))
  // 'close' waits for the pipes too, which a surviving grandchild would hold open: the group is ended first.
  child.on('exit', () => killGroup(child, 'SIGKILL'))
  child.on('close', (code) => end(code ?? 128))
  return promise
}

/** A program with a slash is relative to the working folder, others come from PATH. */
function locate(program: string, cwd: string): string {
  return program.includes('/') && !isAbsolute(program) ? resolve(cwd, program) : program
}

function watchTime(child: ChildProcess, timeout: number): { stop: () => boolean } {
  let timedOut = false
  const onExit = (): void => killGroup(child, 'SIGKILL')
  const limit = setTimeout(() => {
    timedOut = true
    killGroup(child, 'SIGTERM')
  }, timeout)
  const last = setTimeout(() => killGroup(child, 'SIGKILL'), timeout + grace)
  process.once('exit', onExit)
  return {
    stop() {
      clearTimeout(limit)
      clearTimeout(last)
      process.removeListener('exit', onExit)
      return timedOut
    },
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // The group is gone already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
