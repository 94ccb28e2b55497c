import type { CreateFunctionStmt, CreateStmt, CreateTableAsStmt, IndexStmt, ViewStmt } from 'libpg-query'
import type { ObjectUse } from '@stagecoach/core'
import { ownsRelation } from '../package-scope.ts'
import { contract, expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { isSafeIndexExpression } from './column-expressions.ts'
import { judgeData } from './data-changes.ts'
import { reachedByDefinition, reachedByQuery } from './reached-code.ts'
import { walk } from '../../sql/walk.ts'

/** A new table. A parent gets rows or a partition it did not have, so that is for a person. */
export function judgeCreateTable(create: CreateStmt, { scope, name }: RuleContext): Verdict[] {
  const table = name.relation(create.relation)
  const parents = (create.inhRelations ?? []).flatMap((node) => ('RangeVar' in node ? [name.relation(node.RangeVar)] : []))
  const foreign = parents.find((parent) => !ownsRelation(scope, parent))
  if (foreign !== undefined) return [unknown(`${table} becomes part of ${foreign}, which the release before uses.`, 'scan')]
  const locked = referencedTables(create, name.relation).filter((each) => each !== table && !ownsRelation(scope, each))
  if (locked.length === 0) return [expand('create-table', 'none', `${table} is new.`)]
  return [expand('create-table', 'brief', `${table} is new; ${locked.join(', ')} is locked while the reference is made.`)]
}

function referencedTables(create: CreateStmt, relation: RuleContext['name']['relation']): string[] {
  const tables: string[] = []
  walk(create.tableElts, (key, value) => {
    if (key === 'pktable') tables.push(relation(value))
  })
  return [...new Set(tables)]
}

/** CREATE INDEX: the lock depends on whose table it is; what a unique one rejects is for a person (rule 22). */
export function judgeIndex(index: IndexStmt, context: RuleContext): Verdict[] {
  const { scope, name } = context
  const table = name.relation(index.relation)
  const lock = index.concurrent === true ? 'non-transactional' : 'scan'
  if (ownsRelation(scope, table) && reachedByDefinition(index, context).length === 0) {
    return [index.concurrent === true ? expand('create-index', lock, `${table} is made by this package.`) : ownObject(table)]
  }
  if (index.unique === true)
    return [unknown(`Rows that the release before writes to ${table} may be rejected as duplicates.`, lock)]
  const elements = (index.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem.expr] : []))
  if (![...elements, index.whereClause].every(isSafeIndexExpression)) {
    return [unknown(`An expression of the index may fail for rows that the release before writes to ${table}.`, lock)]
  }
  const cost =
    lock === 'scan' ? 'writers wait until it is built; CONCURRENTLY in a file of its own would spare them' : 'writers go on'
  return [expand('create-index', lock, `${table} gets an index: ${cost}.`)]
}

/** CREATE VIEW and CREATE TABLE AS read what is there; OR REPLACE changes what others see (rule 39). */
export function judgeView(view: ViewStmt, { scope, name }: RuleContext): Verdict[] {
  const relation = name.relation(view.view)
  if (view.replace === true) {
    return [
      ownsRelation(scope, relation) ? ownObject(relation) : unknown(`Readers of ${relation} may see something else.`, 'brief'),
    ]
  }
  return [expand('create-view', 'none', `${relation} is new.`)]
}

export function judgeTableAs(create: CreateTableAsStmt, uses: readonly ObjectUse[], context: RuleContext): Verdict[] {
  const relation = context.name.relation(create.into?.rel)
  if (uses.some(({ use }) => use === 'write')) return judgeData('CreateTableAsStmt', create.query, uses, context)
  if (create.query !== undefined && 'ExecuteStmt' in create.query)
    return [unknown(`${relation} is filled by a statement prepared elsewhere.`)]
  const called = reachedByQuery(create.query, context)
  if (called.length > 0)
    return [unknown(`${relation} is filled by calling or reading ${called.join(', ')}, whose effects cannot be read from here.`)]
  return [expand(create.objtype === 'OBJECT_MATVIEW' ? 'create-view' : 'create-table', 'none', `${relation} is new.`)]
}

/** A new overload can be preferred to an old one or make calls ambiguous, and a replaced body changes what callers get (rules 5 and 40). */
export function judgeFunction(create: CreateFunctionStmt, { scope, name }: RuleContext): Verdict[] {
  const routine = name.qualified(create.funcname)
  if (scope.droppedRoutines.has(routine)) {
    return [
      contract(
        'change-signature',
        'brief',
        `${routine} comes back with another definition; callers of the release before may not match it.`,
      ),
    ]
  }
  return [
    unknown(
      `${routine}: calls of the release before may reach it and get something else. Whole definitions belong into the objects folder.`,
      'none',
    ),
  ]
}
