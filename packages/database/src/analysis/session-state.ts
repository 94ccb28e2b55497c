import type { FuncCall } from 'libpg-query'
import type { Problem } from '@stagecoach/core'
import type { Node } from '../sql/parser.ts'
import type { SqlFile } from '../sql/sql-file.ts'
import { strings } from '../sql/names.ts'
import { walk } from '../sql/walk.ts'

/**
 * What a statement leaves in its session is gone after a kill, and whoever goes on behind that statement would meet something else. SET
 * and RESET are said again; a file that runs in one transaction starts again as a whole.
 */
export function sessionState(file: SqlFile): Problem[] {
  if (!file.directives.noTransaction) return []
  return file.statements.flatMap(({ node, line }) => {
    const left = leftBy(node)
    if (left === undefined) return []
    const message = `${left} lives in the session, and a deployment that goes on after a kill has another one`
    return [{ file: file.path, line, message, hint: 'move what needs it into a file without "-- stagecoach: no-transaction"' }]
  })
}

const STATEMENTS: readonly [kind: string, what: string][] = [
  ['PrepareStmt', 'a prepared statement'],
  ['DeclareCursorStmt', 'a cursor'],
  ['ListenStmt', 'LISTEN'],
  ['UnlistenStmt', 'UNLISTEN'],
  ['LoadStmt', 'LOAD'],
  ['DiscardStmt', 'what DISCARD forgets'],
]

const FUNCTIONS = new Set([
  'pg_advisory_lock',
  'pg_advisory_lock_shared',
  'pg_try_advisory_lock',
  'pg_try_advisory_lock_shared',
  'pg_advisory_unlock',
  'pg_advisory_unlock_shared',
  'pg_advisory_unlock_all',
  'setseed',
])

function leftBy(node: Node): string | undefined {
  const statement = STATEMENTS.find(([kind]) => kind in node)?.[1]
  if (statement !== undefined) return statement
  let left: string | undefined
  walk({ node }, (key, value) => {
    if (Reflect.get(value, 'relpersistence') === 't' || Reflect.get(value, 'schemaname') === 'pg_temp')
      left ??= 'a temporary relation'
    if (key === 'FuncCall') left ??= leftByCall(value)
  })
  return left
}

function leftByCall({ funcname, args }: FuncCall): string | undefined {
  const name = strings(funcname).at(-1) ?? ''
  if (FUNCTIONS.has(name)) return name.startsWith('pg_') ? `what ${name} holds` : `what ${name} says`
  if (name !== 'set_config') return undefined
  const local = args?.[2]
  const isLocal = local !== undefined && 'A_Const' in local && local.A_Const.boolval?.boolval === true
  return isLocal ? undefined : 'what set_config says'
}
