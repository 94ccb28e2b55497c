import type { Node, ParseResult, ScanToken } from 'libpg-query'
import { keepWasmAtBaseline } from '../engine/baseline-wasm.ts'

/** PostgreSQL's own parser (libpg-query, grammar of 18). Offsets of statements and tokens are UTF-8 bytes. */
export interface Parser {
  /** Raw statements; a text without any gives none. Throws libpg-query's SqlError. */
  parse(sql: string): NonNullable<ParseResult['stmts']>
  /** All tokens, comments included. */
  scan(sql: string): ScanToken[]
  /** Queries and expressions inside a CREATE FUNCTION … LANGUAGE plpgsql; undefined when it cannot be read. */
  plpgsql(sql: string): unknown
}

export type { Node, ScanToken }

let loading: Promise<Parser> | undefined

/** Loads the WebAssembly module at first use, so that a run without SQL does not pay for it. The promise is the only thing kept. */
export function loadParser(): Promise<Parser> {
  loading ??= load()
  return loading
}

async function load(): Promise<Parser> {
  // It begins to compile when it is imported.
  keepWasmAtBaseline()
  const library = await import(/* webpackIgnore: true */ 'libpg-query')
  await library.loadModule()
  const scan = (sql: string): ScanToken[] => (sql.trim() === '' ? [] : library.scanSync(sql).tokens)
  return {
    scan,
    // libpg-query refuses a text without a statement with an error of its own.
    parse: (sql) => (scan(sql).every(isComment) ? [] : (library.parseSync(sql).stmts ?? [])),
    plpgsql: (sql) => {
      try {
        return library.parsePlPgSQLSync(sql)
      } catch {
        return undefined
      }
    },
  }
}

export function isComment(token: ScanToken): boolean {
  return token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT'
}
