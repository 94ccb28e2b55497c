import type { DataObject, StatementAnalysis } from '@stagecoach/core'
import type { Node, RangeVar } from 'libpg-query'
import { listItems, namingIn, type Naming } from '../sql/names.ts'
import type { SqlFile } from '../sql/sql-file.ts'
import { walk } from '../sql/walk.ts'
import { unknownCalls } from './rules/column-expressions.ts'

/**
 * Tables that an undo script drops or takes rows out of, columns that it drops, and values that it writes over or gives another type: what
 * came there after its migration would go with it. What it only inserts loses nothing. Names without a schema are taken for `public`.
 */
export function undoLosses({ statements }: Pick<SqlFile, 'statements'>): DataObject[] {
  const losses = new Map<string, DataObject>()
  for (const { node } of statements) {
    for (const each of statementLosses(node, namingIn('public'))) losses.set(`${each.kind} ${each.name}`, each)
  }
  return [...losses.values()]
}

/** Whether what it takes cannot be told from the file: a statement runs code that is not in it, CASCADE reaches what it does not name, or a setting changes what its names mean. Functions that only compute are known to be harmless. */
export function hidesLosses({ statements: parsed }: Pick<SqlFile, 'statements'>, judged: readonly StatementAnalysis[]): boolean {
  const runsCode = judged.some(({ title, findings }) => {
    const unknown = findings.some((finding) => finding.compatibility === 'unknown')
    return (
      unknown &&
      /^(DO|CALL|EXECUTE|SELECT|INSERT|UPDATE|DELETE|MERGE|CREATE TABLE|CREATE MATERIALIZED VIEW|REFRESH)\b/.test(title)
    )
  })
  return runsCode || parsed.some(({ node }) => 'VariableSetStmt' in node || cascades(node) || fillsByCode(node))
}

/** A default, a check or another type that calls something: it runs for the rows that are there. */
function fillsByCode(node: Node): boolean {
  return 'AlterTableStmt' in node && unknownCalls(node).length > 0
}

/** Kinds of objects whose columns and tables go with them. A table, view or function that is dropped takes no rows of others along. */
const containing: readonly (string | undefined)[] = ['OBJECT_SCHEMA', 'OBJECT_TYPE', 'OBJECT_DOMAIN', 'OBJECT_EXTENSION']

function cascades(node: Node): boolean {
  if ('TruncateStmt' in node) return node.TruncateStmt.behavior === 'DROP_CASCADE'
  if ('DropStmt' in node) return node.DropStmt.behavior === 'DROP_CASCADE' && containing.includes(node.DropStmt.removeType)
  return 'DropOwnedStmt' in node
}

interface Taking {
  relation?: RangeVar
  relations?: Node[]
  targetList?: Node[]
  onConflictClause?: { targetList?: Node[] }
  cmds?: Node[]
  removeType?: string
  objects?: Node[]
}

/** The same of one statement, of an undo script or of a migration. */
export function statementLosses(tree: unknown, name: Naming): DataObject[] {
  const losses: DataObject[] = []
  walk({ tree }, (statement, value) => {
    const taking = value as Taking
    const inTable = (column: string): string => `${name.relation(taking.relation)}.${column}`
    losses.push(...tablesOf(statement, taking, name).map((each) => ({ kind: 'table' as const, name: each })))
    losses.push(...altered(taking, 'AT_DropColumn').map((each) => ({ kind: 'column' as const, name: inTable(each) })))
    losses.push(...writtenOver(statement, taking).map((each) => ({ kind: 'values' as const, name: inTable(each) })))
  })
  return losses
}

function tablesOf(statement: string, { relation, relations, removeType, objects }: Taking, name: Naming): string[] {
  if (statement === 'DeleteStmt' || statement === 'MergeStmt') return [name.relation(relation)]
  if (statement === 'TruncateStmt') {
    return (relations ?? []).flatMap((each) => ('RangeVar' in each ? [name.relation(each.RangeVar)] : []))
  }
  if (statement !== 'DropStmt' || removeType !== 'OBJECT_TABLE') return []
  return (objects ?? []).map((each) => name.qualified(listItems(each)))
}

function writtenOver(statement: string, taking: Taking): string[] {
  if (statement === 'UpdateStmt') return targets(taking.targetList)
  if (statement === 'InsertStmt') return targets(taking.onConflictClause?.targetList)
  return altered(taking, 'AT_AlterColumnType')
}

function altered({ cmds = [] }: Taking, wanted: string): string[] {
  return cmds.flatMap((each) => {
    if (!('AlterTableCmd' in each)) return []
    const { subtype, name } = each.AlterTableCmd
    return subtype === wanted && name !== undefined ? [name] : []
  })
}

function targets(list: readonly Node[] = []): string[] {
  return list.flatMap((each) => ('ResTarget' in each && each.ResTarget.name !== undefined ? [each.ResTarget.name] : []))
}
