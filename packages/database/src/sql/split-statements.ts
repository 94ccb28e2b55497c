import { isComment, type Parser, type ScanToken } from './parser.ts'
import type { ParsedStatement } from './sql-file.ts'

/**
 * Statements with their exact text: from the first token that is not a comment to the end the parser gives. The parser's locations
 * are UTF-8 byte offsets and start right after the previous semicolon.
 */
export function splitStatements(sql: string, tokens: readonly ScanToken[], raw: ReturnType<Parser['parse']>): ParsedStatement[] {
  const bytes = Buffer.from(sql, 'utf8')
  return raw.flatMap((each) => {
    const from = each.stmt_location ?? 0
    const end = each.stmt_len === undefined || each.stmt_len === 0 ? bytes.length : from + each.stmt_len
    const inside = tokens.filter((token) => token.start >= from && token.end <= end && !isComment(token) && token.text !== ';')
    const first = inside[0]
    const last = inside.at(-1)
    if (each.stmt === undefined || first === undefined || last === undefined) return []
    const line = bytes.subarray(0, first.start).filter((byte) => byte === 0x0a).length + 1
    const length = last.end - first.start
    return [{ offset: first.start, length, line, sql: bytes.toString('utf8', first.start, last.end), node: each.stmt }]
  })
}
