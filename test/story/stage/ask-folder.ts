import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { FolderAnswer, FolderRequest } from './embedded-child.ts'

let child: ChildProcess | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * Runs SQL on the database in a folder, made when there is none, and gives the rows of its last statement; one question after the other.
 * In a process of its own: one that has held a database once stays so large that each program it starts takes milliseconds longer, and
 * the stage starts thousands. It stays for the next question, which then opens its folder in a quarter of the time.
 */
export function askFolder(folder: string, sql: string): Promise<Record<string, unknown>[]> {
  const answer = last.then(() => ask({ folder, sql }))
  last = answer.catch(() => undefined)
  return answer
}

async function ask(request: FolderRequest): Promise<Record<string, unknown>[]> {
  const answer = await answerOf((child ??= start()), request)
  if ('error' in answer) throw new Error(`${request.folder}: ${answer.error}`)
  return answer.rows
}

function answerOf(asked: ChildProcess, request: FolderRequest): Promise<FolderAnswer> {
  hold(asked, true)
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void => {
      forget(asked)
      end(() => reject(new Error(`${request.folder}: the process that asks it failed.`, { cause })))
    }
    const exited = (code: number | null): void => failed(new Error(`It ended with ${code} and no answer.`))
    // The child beside this file sends nothing else.
    const answered = (message: unknown): void => end(() => resolve(message as FolderAnswer))
    const end = (settle: () => void): void => {
      asked.off('error', failed).off('exit', exited).off('message', answered)
      hold(asked, false)
      settle()
    }
    asked.on('error', failed).on('exit', exited).on('message', answered)
    asked.send(request, (error) => error !== null && failed(error))
  })
}

/** It ends when this process does: it holds nothing open but the channel. */
function start(): ChildProcess {
  // As the product keeps it: the process would spend more on optimising the grammar than on the questions.
  const flags = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']
  const started = fork(join(import.meta.dirname, 'embedded-child.ts'), { execArgv: flags, serialization: 'advanced' })
  return started.on('error', () => forget(started)).on('exit', () => forget(started))
}

/** The next question starts another. */
function forget(failed: ChildProcess): void {
  if (child === failed) child = undefined
}

/** An idle one must not keep this process from ending. */
function hold(asked: ChildProcess, needed: boolean): void {
  const method = needed ? 'ref' : 'unref'
  asked[method]()
  asked.channel?.[method]()
}
