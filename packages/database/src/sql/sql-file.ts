import { sha256, type Digest, type Problem } from '@stagecoach/core'
import { readDirectives, type Directives } from './directives.ts'
import { normalisedText } from './normalised-text.ts'
import type { Node, Parser } from './parser.ts'
import { splitStatements } from './split-statements.ts'
import { syntaxProblem } from './syntax-problem.ts'

/** A parsed SQL file. */
export interface SqlFile {
  path: string
  checksum: Digest
  normalised: Digest
  directives: Directives
  statements: ParsedStatement[]
}

/** `offset` and `length` in UTF-8 bytes, `line` from 1. */
export interface ParsedStatement {
  offset: number
  length: number
  line: number
  sql: string
  node: Node
}

/** Parses a file; troubles come back as problems, so that all files can be read before any is reported. */
export function readSqlFile(parser: Parser, path: string, bytes: Uint8Array): SqlFile | Problem[] {
  let sql: string
  try {
    sql = withoutMark(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return [{ file: path, message: 'is not UTF-8 text' }]
  }
  if (sql.includes('\0')) return [{ file: path, message: 'contains a NUL byte' }]
  try {
    const tokens = parser.scan(sql)
    const { directives, problems } = readDirectives(path, sql, tokens)
    if (problems.length > 0) return problems
    const statements = splitStatements(sql, tokens, parser.parse(sql))
    return { path, checksum: sha256(bytes), normalised: sha256(normalisedText(tokens)), directives, statements }
  } catch (error) {
    return [markedPlace(syntaxProblem(path, sql, error), bytes)]
  }
}

const MARK = Buffer.from('\uFEFF', 'utf8')

/** Editors of Windows begin a file with a byte order mark. As many blanks in its place keep every offset what it is in the bytes. */
function withoutMark(sql: string): string {
  return sql.startsWith('\uFEFF') ? ' '.repeat(MARK.length) + sql.slice(1) : sql
}

/** Nobody sees the mark, so nobody counts it. */
function markedPlace(problem: Problem, bytes: Uint8Array): Problem {
  if (problem.line !== 1 || problem.column === undefined || !Buffer.from(bytes).subarray(0, MARK.length).equals(MARK))
    return problem
  return { ...problem, column: problem.column - MARK.length }
}
