import type { ObjectUse } from '@stagecoach/core'
import type { CreateFunctionStmt, CreateStmt, CreateTrigStmt, IndexStmt, IntoClause, Node, SelectStmt } from 'libpg-query'
import { schemaOf, typeText } from '../sql/names.ts'
import { ownsRelation } from './package-scope.ts'
import type { RuleContext } from './verdict.ts'

/** What a CREATE makes, and what it changes on the way; undefined for other statements. */
export function createdUses(node: Node, context: RuleContext): ObjectUse[] | undefined {
  const { name } = context
  if ('CreateStmt' in node) return table(node.CreateStmt, context)
  if ('IndexStmt' in node) return index(node.IndexStmt, context)
  if ('ViewStmt' in node) return [create('view', name.relation(node.ViewStmt.view))]
  if ('CreateTableAsStmt' in node) {
    const kind = node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW' ? 'view' : 'table'
    return [create(kind, name.relation(node.CreateTableAsStmt.into?.rel))]
  }
  if ('SelectStmt' in node) {
    const into = intoClause(node.SelectStmt)
    return into === undefined ? undefined : [create('table', name.relation(into.rel))]
  }
  if ('CreateFunctionStmt' in node) return routine(node.CreateFunctionStmt, context)
  if ('CreateTrigStmt' in node) return trigger(node.CreateTrigStmt, context)
  if ('CreateSeqStmt' in node) return [create('sequence', name.relation(node.CreateSeqStmt.sequence))]
  if ('CreateEnumStmt' in node) return [create('type', name.qualified(node.CreateEnumStmt.typeName))]
  if ('CompositeTypeStmt' in node) return [create('type', name.relation(node.CompositeTypeStmt.typevar))]
  if ('CreateRangeStmt' in node) return [create('type', name.qualified(node.CreateRangeStmt.typeName))]
  if ('CreateDomainStmt' in node) return [create('type', name.qualified(node.CreateDomainStmt.domainname))]
  if ('CreateSchemaStmt' in node) return [create('schema', node.CreateSchemaStmt.schemaname ?? '')]
  if ('CreateExtensionStmt' in node) return [create('other', `extension ${node.CreateExtensionStmt.extname ?? ''}`)]
  if ('CreatePolicyStmt' in node) {
    const relation = name.relation(node.CreatePolicyStmt.table)
    return [create('other', `${relation}.${node.CreatePolicyStmt.policy_name ?? ''}`), alter('table', relation)]
  }
  if ('RuleStmt' in node) return [alter('table', name.relation(node.RuleStmt.relation))]
  return undefined
}

/** SELECT … INTO makes a table; of a UNION the first query says it. */
function intoClause(select: SelectStmt): IntoClause | undefined {
  return select.intoClause ?? (select.larg === undefined ? undefined : intoClause(select.larg))
}

function table(stmt: CreateStmt, { scope, name }: RuleContext): ObjectUse[] {
  const relation = name.relation(stmt.relation)
  const parts = (stmt.tableElts ?? []).flatMap((element): ObjectUse[] => {
    if ('ColumnDef' in element) return [create('column', `${relation}.${element.ColumnDef.colname ?? ''}`)]
    const named = 'Constraint' in element ? element.Constraint.conname : undefined
    return named === undefined ? [] : [create('constraint', `${relation}.${named}`)]
  })
  const parents = (stmt.inhRelations ?? []).flatMap((node) => ('RangeVar' in node ? [name.relation(node.RangeVar)] : []))
  const tied = parents.filter((parent) => !ownsRelation(scope, parent)).map((parent) => alter('table', parent))
  return [create('table', relation), ...parts, ...tied]
}

/** An index lives in its table's schema. Two indexes on one table do not disturb each other, so the table is only read. */
function index(stmt: IndexStmt, { name }: RuleContext): ObjectUse[] {
  const relation = name.relation(stmt.relation)
  const columns = [...(stmt.indexParams ?? []), ...(stmt.indexIncludingParams ?? [])].flatMap((node): ObjectUse[] =>
    'IndexElem' in node && node.IndexElem.name !== undefined
      ? [{ kind: 'column', name: `${relation}.${node.IndexElem.name}`, use: 'read' }]
      : [],
  )
  const made = stmt.idxname === undefined ? [] : [create('index', `${schemaOf(relation)}.${stmt.idxname}`)]
  return [...made, { kind: 'table', name: relation, use: 'read' }, ...columns]
}

/** With its signature, as the catalog knows it, and without, as a call elsewhere can name it. */
function routine(stmt: CreateFunctionStmt, { name }: RuleContext): ObjectUse[] {
  const bare = name.qualified(stmt.funcname)
  return [create('routine', `${bare}(${inputTypes(stmt).join(', ')})`), create('routine', bare)]
}

/** Types of the arguments that tell overloads apart: all but OUT and TABLE ones. */
export function inputTypes(stmt: CreateFunctionStmt): string[] {
  return (stmt.parameters ?? []).flatMap((node) => {
    if (!('FunctionParameter' in node)) return []
    const { mode, argType } = node.FunctionParameter
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [typeText(argType)]
  })
}

function trigger(stmt: CreateTrigStmt, { name }: RuleContext): ObjectUse[] {
  const relation = name.relation(stmt.relation)
  return [
    create('trigger', `${relation}.${stmt.trigname ?? ''}`),
    alter('table', relation),
    { kind: 'routine', name: name.qualified(stmt.funcname), use: 'read' },
  ]
}

function create(kind: ObjectUse['kind'], name: string): ObjectUse {
  return { kind, name, use: 'create' }
}

function alter(kind: ObjectUse['kind'], name: string): ObjectUse {
  return { kind, name, use: 'alter' }
}
