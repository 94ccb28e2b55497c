import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { FolderAnswer, FolderRequest } from './embedded-child.ts'

/**
 * Runs SQL on the database in a folder, made when there is none, and gives the rows of its last statement. In a process of its own:
 * one that has held a database once stays so large that each program it starts takes milliseconds longer, and the stage starts thousands.
 */
export function askFolder(folder: string, sql: string): Promise<Record<string, unknown>[]> {
  const child = fork(join(import.meta.dirname, 'embedded-child.ts'), { execArgv: [], serialization: 'advanced' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The process for ${folder} ended with ${code} and no answer.`)))
    child.once('message', (message) => {
      // The child beside this file sends nothing else.
      const answer = message as FolderAnswer
      if ('error' in answer) reject(new Error(`${folder}: ${answer.error}`))
      else resolve(answer.rows)
    })
    child.send({ folder, sql } satisfies FolderRequest)
  })
}
