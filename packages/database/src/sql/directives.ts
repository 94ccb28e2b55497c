import type { Problem } from '@stagecoach/core'
import { isComment, type ScanToken } from './parser.ts'

/** What the first comment lines of a file ask of the runner and tell the reviewer. */
export interface Directives {
  noTransaction: boolean
  /** Reason by rule id. */
  allow: Map<string, string>
}

const MARK = /^--\s*stagecoach\s*:\s*(.*)$/i

/** Reads `-- stagecoach: …` lines above the first statement; one further down or unknown is a problem, since it would silently do nothing. */
export function readDirectives(
  file: string,
  sql: string,
  tokens: readonly ScanToken[],
): { directives: Directives; problems: Problem[] } {
  const directives: Directives = { noTransaction: false, allow: new Map() }
  const problems: Problem[] = []
  const bytes = Buffer.from(sql, 'utf8')
  const firstStatement = tokens.find((token) => !isComment(token))?.start ?? bytes.length
  for (const token of tokens.filter((each) => each.tokenName === 'SQL_COMMENT')) {
    const text = MARK.exec(token.text.trim())?.[1]
    if (text === undefined) continue
    const message =
      token.start > firstStatement ? 'stands below the first statement, where it has no effect' : take(directives, text.trim())
    if (message === undefined) continue
    const line = bytes.subarray(0, token.start).filter((byte) => byte === 0x0a).length + 1
    problems.push({ file, line, message: `directive "${text.trim()}" ${message}`, hint: HINT })
  }
  return { directives, problems }
}

const HINT = 'first lines may say "-- stagecoach: no-transaction" and "-- stagecoach: allow <rule>: <reason>"'

function take(directives: Directives, text: string): string | undefined {
  if (text === 'no-transaction') {
    directives.noTransaction = true
    return undefined
  }
  const allow = /^allow\s+([a-z0-9-]+)\s*:\s*(\S.*)$/.exec(text)
  const [, rule, reason] = allow ?? []
  if (rule === undefined || reason === undefined) return 'is not known'
  directives.allow.set(rule, reason)
  return undefined
}
