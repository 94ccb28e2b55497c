import type { Node } from 'libpg-query'
import type { Parser } from '../sql/parser.ts'
import { hasOption } from './rules/plain.ts'

const SECOND_WORDS = new Set([
  'TABLE', 'INDEX', 'VIEW', 'FUNCTION', 'PROCEDURE', 'TRIGGER', 'TYPE', 'SEQUENCE', 'SCHEMA', 'DOMAIN', 'EXTENSION', 'POLICY', 'RULE',
  'AGGREGATE', 'CAST', 'COLLATION', 'OPERATOR', 'DATABASE', 'ROLE', 'USER', 'STATISTICS', 'SYSTEM', 'PUBLICATION', 'SUBSCRIPTION',
]) // prettier-ignore
const SKIPPED = new Set([
  'OR',
  'REPLACE',
  'UNIQUE',
  'TEMP',
  'TEMPORARY',
  'UNLOGGED',
  'CONSTRAINT',
  'LOCAL',
  'GLOBAL',
  'RECURSIVE',
  'FOREIGN',
])
const MATERIALIZED = 'MATERIALIZED'

/** Statement kind for people, from its own first words: `ALTER TABLE`, `CREATE UNIQUE INDEX` → `CREATE INDEX`, `INSERT`. */
export function statementTitle(parser: Parser, sql: string, node: Node): string {
  const words = parser
    .scan(sql)
    .slice(0, 6)
    .map((token) => token.text.toUpperCase())
  const first = words[0] ?? 'STATEMENT'
  if ('SelectStmt' in node) return 'SELECT'
  if (!['CREATE', 'ALTER', 'DROP', 'REFRESH'].includes(first)) return DATA_TITLES.find(([kind]) => kind in node)?.[1] ?? first
  const rest = words.slice(1).filter((word) => !SKIPPED.has(word))
  const materialized = rest[0] === MATERIALIZED
  const second = rest[materialized ? 1 : 0] ?? ''
  if (!SECOND_WORDS.has(second)) return first
  return `${first} ${materialized ? `${MATERIALIZED} ` : ''}${second}${isConcurrent(node) ? ' CONCURRENTLY' : ''}`
}

/** `WITH x AS (…) DELETE …` begins with WITH. */
const DATA_TITLES: [string, string][] = [
  ['InsertStmt', 'INSERT'],
  ['UpdateStmt', 'UPDATE'],
  ['DeleteStmt', 'DELETE'],
  ['MergeStmt', 'MERGE'],
]

function isConcurrent(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true
  if ('DropStmt' in node) return node.DropStmt.concurrent === true
  if ('RefreshMatViewStmt' in node) return node.RefreshMatViewStmt.concurrent === true
  return 'ReindexStmt' in node && hasOption(node.ReindexStmt.params, 'concurrently')
}
