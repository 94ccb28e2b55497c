import type { Node, RangeVar, TypeName } from 'libpg-query'
import { BUILTIN_TYPES } from '../../sql/known-names.ts'
import { strings, type Naming } from '../../sql/names.ts'
import { walk } from '../../sql/walk.ts'
import { owns, ownsRelation } from '../package-scope.ts'
import type { RuleContext } from '../verdict.ts'
import { unknownCalls } from './column-expressions.ts'

/**
 * What a query runs of which nothing is known: functions, also in functional notation (`c.purge` of a row `c` calls it), views and types
 * of the package that call some, and casts to types of somebody else, which may be domains that check their values.
 */
export function reachedByQuery(tree: unknown, context: RuleContext): string[] {
  const reached = reachedByDefinition(tree, context)
  walk({ tree }, (key, value) => {
    if (TYPE_KEYS.has(key) && !isHarmless(value, context)) reached.push(context.name.type(value))
  })
  return [...new Set(reached)]
}

/** The same of columns, constraints and index expressions: a type there is only named, and counts when it is known to run code. */
export function reachedByDefinition(tree: unknown, context: RuleContext): string[] {
  const { scope, name } = context
  const reached = unknownCalls(tree)
  walk({ tree }, (key, value) => {
    if (key === 'RangeVar' || key === 'relation') reached.push(...meant(value, name).filter((each) => scope.running.has(each)))
    const attribute = attributeOf(key, value)
    if (attribute !== undefined && scope.routines.has(attribute)) reached.push(attribute)
  })
  return [...new Set([...reached, ...typesIn(tree, name).filter((type) => scope.running.has(type))])]
}

/** A temporary relation hides any other of its name. */
function meant(range: RangeVar, name: Naming): string[] {
  return [name.relation(range), ...(range.schemaname === undefined ? [`pg_temp.${range.relname ?? ''}`] : [])]
}

/** Every type that is named, by `schema.name`. */
export function typesIn(tree: unknown, name: Naming): string[] {
  const types: string[] = []
  walk({ tree }, (key, value) => {
    if (TYPE_KEYS.has(key)) types.push(name.type(value))
  })
  return types
}

const TYPE_KEYS = new Set(['TypeName', 'typeName', 'argType', 'returnType'])

/** The last name of `c.purge` or `(c).purge`. */
function attributeOf(key: string, value: object): string | undefined {
  if (key === 'ColumnRef' && 'fields' in value && Array.isArray(value.fields)) {
    return value.fields.length > 1 ? strings(value.fields as Node[]).at(-1) : undefined
  }
  if (key !== 'A_Indirection' || !('indirection' in value) || !Array.isArray(value.indirection)) return undefined
  return strings(value.indirection as Node[]).at(-1)
}

/** PostgreSQL's own, or made by this package without calling anything: enums, composites, rows of its tables, domains. */
function isHarmless(type: TypeName, { scope, name }: RuleContext): boolean {
  const parts = strings(type.names)
  if (parts.length === 0 || parts[0] === 'pg_catalog') return true
  if (parts.length === 1 && BUILTIN_TYPES.has(parts[0] ?? '')) return true
  const found = name.type(type)
  return (owns(scope, 'type', found) || ownsRelation(scope, found)) && !scope.running.has(found)
}
