import { StagecoachError, type ReplayScript } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { copiesOverConnection } from '../sql/copies-over-connection.ts'
import { loadParser, type Parser } from '../sql/parser.ts'
import { quoteName } from '../sql/quote.ts'
import { splitStatements } from '../sql/split-statements.ts'

type Statement = ReturnType<typeof splitStatements>[number]

/** active_sql_transaction: the statement must run outside of a transaction. */
const outsideOnly = '25001'

/** Runs other tools' files on a scratch database, as they would: a file in one transaction, unless PostgreSQL wants it outside of one. Errors: `replay-failed`. */
export async function replayScripts(session: Session, scripts: readonly ReplayScript[], schema?: string): Promise<void> {
  const parser = await loadParser()
  try {
    if (schema !== undefined) await session.exec(`create schema if not exists ${quoteName(schema)}`)
    for (const script of scripts) {
      await session.reset()
      if (schema !== undefined) await session.exec(`set search_path to ${quoteName(schema)}`)
      await runScript(session, script, statementsOf(parser, script))
    }
  } finally {
    await session.reset().catch(() => undefined)
  }
}

function statementsOf(parser: Parser, script: ReplayScript): Statement[] {
  const sql = withoutRestriction(script.sql.replace(/^\uFEFF/, ''))
  const statements = parsed(parser, script.path, sql)
  const copy = statements.find(({ node }) => copiesOverConnection(node))
  if (copy === undefined) return statements
  throw failed(`${script.path}:${String(copy.line)}`, 'COPY wants rows over the connection, and a replay has none', undefined)
}

function parsed(parser: Parser, path: string, sql: string): Statement[] {
  try {
    return splitStatements(sql, parser.scan(sql), parser.parse(sql))
  } catch (error) {
    throw failed(path, error instanceof Error ? error.message : 'it is no SQL', undefined)
  }
}

/** psql's guard lines around what a newer pg_dump prints; the lines stay, so that numbers stay right. */
function withoutRestriction(sql: string): string {
  return sql.replaceAll(/^\\(un)?restrict\b.*$/gm, '')
}

async function runScript(session: Session, { path }: ReplayScript, statements: readonly Statement[]): Promise<void> {
  const alone = statements.some(({ node }) => 'TransactionStmt' in node)
  try {
    if (alone) await runAll(session, path, statements)
    else await session.transaction(() => runAll(session, path, statements))
  } catch (error) {
    if (alone || !(error instanceof StagecoachError) || error.details['sqlstate'] !== outsideOnly) throw error
    await runAll(session, path, statements)
  }
}

async function runAll(session: Session, path: string, statements: readonly Statement[]): Promise<void> {
  for (const { sql, line } of statements) {
    try {
      await session.exec(sql)
    } catch (error) {
      if (!(error instanceof SqlTrouble)) throw error
      throw failed(`${path}:${String(line)}`, error.message, error)
    }
  }
}

function failed(place: string, message: string, trouble: SqlTrouble | undefined): StagecoachError {
  const state = trouble === undefined ? '' : ` [${trouble.sqlstate}]`
  return new StagecoachError('replay-failed', `${place}: ${message}${state}`, {
    ...(trouble === undefined ? {} : { cause: trouble, details: { sqlstate: trouble.sqlstate } }),
  })
}
