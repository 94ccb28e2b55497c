import type { Problem } from '@stagecoach/core'

/** The parser's error with line and column. Its cursor counts characters from 0, unlike its statement and token offsets (bytes). */
export function syntaxProblem(file: string, sql: string, error: unknown): Problem {
  if (!(error instanceof Error)) throw error
  const cursor = cursorOf(error)
  if (cursor === undefined) return { file, message: error.message }
  const before = [...sql].slice(0, cursor).join('')
  const start = before.lastIndexOf('\n') + 1
  return { file, line: before.split('\n').length, column: [...before.slice(start)].length + 1, message: error.message }
}

function cursorOf(error: Error): number | undefined {
  if (!('sqlDetails' in error) || typeof error.sqlDetails !== 'object' || error.sqlDetails === null) return undefined
  const cursor: unknown = Reflect.get(error.sqlDetails, 'cursorPosition')
  return typeof cursor === 'number' && cursor >= 0 ? cursor : undefined
}
