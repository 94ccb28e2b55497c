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

function ask(request: FolderRequest): Promise<Record<string, unknown>[]> {
  const asked = (child ??= start())
  asked.ref()
  asked.channel?.ref()
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`The process for ${request.folder} ended with ${code} and no answer.`))
    asked.once('exit', ended)
    asked.once('message', (message) => {
      asked.off('exit', ended)
      // An idle one must not keep this process from ending.
      asked.unref()
      asked.channel?.unref()
      // The child beside this file sends nothing else.
      const answer = message as FolderAnswer
      if ('error' in answer) reject(new Error(`${request.folder}: ${answer.error}`))
      else resolve(answer.rows)
    })
    asked.send(request)
  })
}

/** It ends when this process does: it holds nothing open but the channel. */
function start(): ChildProcess {
  const flags = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']
  const started = fork(join(import.meta.dirname, 'embedded-child.ts'), { execArgv: flags, serialization: 'advanced' })
  started.once('exit', () => (child = undefined))
  return started
}
