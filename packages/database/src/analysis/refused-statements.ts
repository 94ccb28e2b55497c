import type { Problem, StatementAnalysis } from '@stagecoach/core'
import { needsNoTransaction } from '../runner/script.ts'
import { copiesOverConnection } from '../sql/copies-over-connection.ts'
import { strings } from '../sql/names.ts'
import type { Node } from '../sql/parser.ts'
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

export function copies(file: SqlFile): Problem[] {
  return file.statements
    .filter(({ node }) => copiesOverConnection(node))
    .map(({ line }) => ({
      file: file.path,
      line,
      message: 'COPY wants rows over the connection, which a migration does not have',
      hint: 'write them as INSERT … VALUES',
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

/**
 * Log, fence and progress are the runner's; a script that writes them could undo what protects the database. A query may read them;
 * a view of them, a right on them or a search path that finds them without their schema would be a way to write them later.
 */
export function ownSchema(file: SqlFile, statements: readonly StatementAnalysis[]): Problem[] {
  return statements
    .filter(({ objects, index }) => {
      const node = file.statements[index]?.node
      const onlyReads = node !== undefined && QUERIES.some((kind) => kind in node)
      return objects.some(({ kind, name, use }) => !(onlyReads && use === 'read') && isOurs(kind, name)) || opensOurs(node)
    })
    .map(({ line, title }) => ({ file: file.path, line, message: `${title} changes the schema "stagecoach"`, hint: 'delete it' }))
}

const QUERIES = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'CreateTableAsStmt', 'ExplainStmt']

/** The schema itself named where no object is: GRANT … ON [ALL … IN] SCHEMA, OWNER TO, SET search_path. */
function opensOurs(node: Node | undefined): boolean {
  if (node === undefined) return false
  if ('GrantStmt' in node) return strings(node.GrantStmt.objects).includes(OURS)
  if ('AlterOwnerStmt' in node)
    return node.AlterOwnerStmt.object !== undefined && strings([node.AlterOwnerStmt.object]).includes(OURS)
  if (!('VariableSetStmt' in node) || node.VariableSetStmt.name !== 'search_path') return false
  return (node.VariableSetStmt.args ?? []).some((value) => 'A_Const' in value && (value.A_Const.sval?.sval ?? '').includes(OURS))
}

const OURS = 'stagecoach'

function isOurs(kind: string, name: string): boolean {
  return kind === 'schema' ? name === OURS : name.startsWith(`${OURS}.`)
}
