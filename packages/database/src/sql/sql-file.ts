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
    // A byte order mark would shift every offset by three bytes, so it is kept and refused by the parser's own message.
    sql = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
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
    return [syntaxProblem(path, sql, error)]
  }
}
