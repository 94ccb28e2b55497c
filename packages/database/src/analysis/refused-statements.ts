import type { Problem, StatementAnalysis } from '@stagecoach/core'
import { needsNoTransaction } from '../runner/script.ts'
import type { SqlFile } from '../sql/sql-file.ts'

/** BEGIN, COMMIT, SAVEPOINT and the like would end the transaction that holds fence and log row. */
export function transactionControl(file: SqlFile): Problem[] {
  return file.statements
    .filter(({ node }) => 'TransactionStmt' in node)
    .map(({ line, sql }) => ({
      file: file.path,
      line,
      message: `"${sql.split('\n')[0] ?? ''}" controls the transaction`,
      hint: 'delete it',
    }))
}

/** After a crash the runner looks into the catalog whether such a statement happened; with neighbours there would be more than one question. */
export function notAlone(file: SqlFile, statements: readonly StatementAnalysis[]): Problem[] {
  const outside = statements.filter(needsNoTransaction)
  if (outside.length === 0 || (statements.length === 1 && file.directives.noTransaction)) return []
  return outside.map(({ line, title }) => ({
    file: file.path,
    line,
    message:
      statements.length > 1
        ? `${title} cannot run in a transaction and shares the file with ${String(statements.length - 1)} other statement(s)`
        : `${title} cannot run in a transaction, and the file does not say so`,
    hint: statements.length > 1 ? 'move it into a migration of its own' : 'begin the file with "-- stagecoach: no-transaction"',
  }))
}

/** Log, fence and progress are the runner's; a script that writes them could undo what protects the database. Reading is free. */
export function ownSchema(file: SqlFile, statements: readonly StatementAnalysis[]): Problem[] {
  return statements
    .filter(({ objects }) => objects.some(({ kind, name, use }) => use !== 'read' && isOurs(kind, name)))
    .map(({ line, title }) => ({ file: file.path, line, message: `${title} changes the schema "stagecoach"`, hint: 'delete it' }))
}

function isOurs(kind: string, name: string): boolean {
  return kind === 'schema' ? name === 'stagecoach' : name.startsWith('stagecoach.')
}
