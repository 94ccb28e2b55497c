import type { ObjectUse } from '@stagecoach/core'
import type { FuncCall, Node, RangeVar, TypeName } from 'libpg-query'
import { BUILTIN_TYPES, HARMLESS_FUNCTIONS } from '../sql/known-names.ts'
import { strings, type Naming } from '../sql/names.ts'
import { walk } from '../sql/walk.ts'
import { owns } from './package-scope.ts'
import type { RuleContext } from './verdict.ts'

/** Relations, routines and types a tree names without changing them. Names of WITH queries are not relations. */
export function reads(tree: unknown, { scope, name }: RuleContext): ObjectUse[] {
  const uses: ObjectUse[] = []
  const local = withNames(tree)
  const relation = (range: RangeVar): void => {
    if (range.schemaname === undefined && local.has(range.relname ?? '')) return
    const found = name.relation(range)
    uses.push({ kind: owns(scope, 'view', found) ? 'view' : 'table', name: found, use: 'read' })
  }
  walk({ tree }, (key, value) => {
    if (key === 'RangeVar' || key === 'pktable' || key === 'relation') relation(value)
    if (key === 'FuncCall') uses.push(...readRoutine(value, name))
    if (key === 'TypeName' || key === 'typeName' || key === 'argType' || key === 'returnType') uses.push(...readType(value, name))
  })
  return uses
}

/** Tables and named columns that INSERT, UPDATE, DELETE and MERGE change, also inside WITH. */
export function writes(tree: unknown, name: Naming): ObjectUse[] {
  const uses: ObjectUse[] = []
  walk({ tree }, (key, value) => {
    if (!['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(key)) return
    const statement = value as { relation?: RangeVar; cols?: Node[]; targetList?: Node[] }
    const table = name.relation(statement.relation)
    uses.push({ kind: 'table', name: table, use: 'write' })
    const targets = key === 'InsertStmt' ? statement.cols : key === 'UpdateStmt' ? statement.targetList : []
    for (const target of targets ?? []) {
      if ('ResTarget' in target) uses.push({ kind: 'column', name: `${table}.${target.ResTarget.name ?? ''}`, use: 'write' })
    }
  })
  return uses
}

function withNames(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  walk({ tree }, (key, value) => {
    if (key === 'CommonTableExpr' && 'ctename' in value && typeof value.ctename === 'string') names.add(value.ctename)
  })
  return names
}

function readRoutine(call: FuncCall, name: Naming): ObjectUse[] {
  const parts = strings(call.funcname)
  if (parts[0] === 'pg_catalog' || (parts.length === 1 && HARMLESS_FUNCTIONS.has(parts[0] ?? ''))) return []
  return [{ kind: 'routine', name: name.qualified(call.funcname), use: 'read' }]
}

function readType(type: TypeName, name: Naming): ObjectUse[] {
  const parts = strings(type.names)
  if (parts.length === 0 || parts[0] === 'pg_catalog' || (parts.length === 1 && BUILTIN_TYPES.has(parts[0] ?? ''))) return []
  return [{ kind: 'type', name: name.type(type), use: 'read' }]
}
