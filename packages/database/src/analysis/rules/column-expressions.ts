import { HARMLESS_FUNCTIONS, INDEXABLE_FUNCTIONS, STABLE_FUNCTIONS } from '../../sql/known-names.ts'
import { strings } from '../../sql/names.ts'
import { walk } from '../../sql/walk.ts'
import type { FuncCall, Node } from 'libpg-query'

/** Constants, casts and functions whose value is the same for all rows: adding a column with such a default rewrites nothing (PostgreSQL ≥ 11). */
export function isStableDefault(expression: unknown): boolean {
  return onlyCalls(expression, STABLE_FUNCTIONS) && !contains(expression, ['SubLink', 'ColumnRef'])
}

const NEVER_NULL_CALLS = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'clock_timestamp',
  'gen_random_uuid',
  'nextval',
])

/** A value that is certainly not NULL: a constant, a cast of one to a type of PostgreSQL's, the time, a generated key. */
export function isNeverNull(expression: Node | undefined): boolean {
  if (expression === undefined) return false
  if ('A_Const' in expression) return expression.A_Const.isnull !== true
  if ('TypeCast' in expression) return isNeverNull(expression.TypeCast.arg)
  if ('FuncCall' in expression) return calls(expression).every((name) => NEVER_NULL_CALLS.has(name.replace(/^pg_catalog\./, '')))
  if ('SQLValueFunction' in expression) return /DATE|TIME/.test(expression.SQLValueFunction.op ?? '')
  return 'A_ArrayExpr' in expression
}

/** An index expression or predicate that no row of the release before can make fail. Casts and arithmetic can. */
export function isSafeIndexExpression(expression: unknown): boolean {
  return (
    onlyCalls(expression, INDEXABLE_FUNCTIONS) && !contains(expression, ['SubLink', 'TypeCast']) && !hasArithmetic(expression)
  )
}

/** True when a statement calls nothing but functions known to have no effect; names it otherwise. */
export function unknownCalls(tree: unknown): string[] {
  return calls(tree).filter((name) => !HARMLESS_FUNCTIONS.has(name.replace(/^pg_catalog\./, '')))
}

/** Function names as written, `schema.name` or `name`. */
export function calls(tree: unknown): string[] {
  const names: string[] = []
  walk(tree, (key, value) => {
    if (key === 'FuncCall') names.push(strings((value as FuncCall).funcname).join('.'))
  })
  return names
}

function onlyCalls(tree: unknown, allowed: ReadonlySet<string>): boolean {
  return calls(tree).every((name) => allowed.has(name.replace(/^pg_catalog\./, '')))
}

function contains(tree: unknown, kinds: readonly string[]): boolean {
  let found = false
  walk({ tree }, (key) => {
    found ||= kinds.includes(key)
  })
  return found
}

function hasArithmetic(tree: unknown): boolean {
  let found = false
  walk({ tree }, (key, value) => {
    if (key === 'A_Expr' && 'name' in value && Array.isArray(value.name)) {
      found ||= strings(value.name).some(
        (operator) => !['=', '<>', '<', '>', '<=', '>=', '||', '->', '->>', '~~', '!~~'].includes(operator),
      )
    }
  })
  return found
}
