import type { DataObject, StatementAnalysis } from '@stagecoach/core'
import type { Node, RangeVar } from 'libpg-query'
import { listItems, namingIn, type Naming } from '../sql/names.ts'
import type { SqlFile } from '../sql/sql-file.ts'
import { walk } from '../sql/walk.ts'

/**
 * Tables that an undo script drops or takes rows out of, and columns that it drops, writes into or gives another type: what came there
 * after its migration would go with it. What it only inserts loses nothing. Names without a schema are taken for `public`.
 */
export function undoLosses({ statements }: Pick<SqlFile, 'statements'>): DataObject[] {
  const losses = new Map<string, DataObject>()
  for (const { node } of statements) {
    for (const each of lossesOf(node, namingIn('public'))) losses.set(`${each.kind} ${each.name}`, each)
  }
  return [...losses.values()]
}

/** Whether any statement runs code that is not in the file. Functions that only compute are known to be harmless. */
export function hidesLosses(statements: readonly StatementAnalysis[]): boolean {
  return statements.some(({ title, findings }) => {
    const unknown = findings.some((finding) => finding.compatibility === 'unknown')
    return unknown && /^(DO|CALL|EXECUTE|SELECT|INSERT|UPDATE|DELETE|MERGE)\b/.test(title)
  })
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

function lossesOf(tree: unknown, name: Naming): DataObject[] {
  const losses: DataObject[] = []
  walk({ tree }, (statement, value) => {
    const taking = value as Taking
    const columns = columnsOf(statement, taking).map((column) => `${name.relation(taking.relation)}.${column}`)
    losses.push(...tablesOf(statement, taking, name).map((each) => ({ kind: 'table' as const, name: each })))
    losses.push(...columns.map((each) => ({ kind: 'column' as const, name: each })))
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

function columnsOf(statement: string, { targetList, onConflictClause, cmds }: Taking): string[] {
  if (statement === 'UpdateStmt') return targets(targetList)
  if (statement === 'InsertStmt') return targets(onConflictClause?.targetList)
  if (statement !== 'AlterTableStmt') return []
  return (cmds ?? []).flatMap((each) => {
    if (!('AlterTableCmd' in each)) return []
    const { subtype, name } = each.AlterTableCmd
    return (subtype === 'AT_DropColumn' || subtype === 'AT_AlterColumnType') && name !== undefined ? [name] : []
  })
}

function targets(list: readonly Node[] = []): string[] {
  return list.flatMap((each) => ('ResTarget' in each && each.ResTarget.name !== undefined ? [each.ResTarget.name] : []))
}
