import type { AlterEnumStmt, AlterObjectSchemaStmt, RenameStmt } from 'libpg-query'
import { listItems } from '../../sql/names.ts'
import { schemaOf } from '../../sql/names.ts'
import { owns, ownsRelation } from '../package-scope.ts'
import { contract, expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'

/** Rules 7, 8 and 10, and the rename of a routine (5): the old name is gone. */
export function judgeRename(rename: RenameStmt, context: RuleContext): Verdict[] {
  const { name } = context
  switch (rename.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const from = name.relation(rename.relation)
      return [judgeRelation('rename-table', from, `${schemaOf(from)}.${rename.newname ?? ''}`, context)]
    }
    case 'OBJECT_COLUMN':
      return [judgeColumn(rename, context)]
    case 'OBJECT_SCHEMA':
      return [judgeSchema(rename, context)]
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return [judgeRoutine('change-signature', rename.object, context)]
    default:
      return [judgeOther(rename, context)]
  }
}

/** Rule 7, the other half: SET SCHEMA. */
export function judgeSetSchema(move: AlterObjectSchemaStmt, context: RuleContext): Verdict[] {
  if (move.relation !== undefined) {
    const from = context.name.relation(move.relation)
    return [judgeRelation('set-schema', from, `${move.newschema ?? ''}${from.slice(from.indexOf('.'))}`, context)]
  }
  if (move.object !== undefined && 'ObjectWithArgs' in move.object) return [judgeRoutine('set-schema', move.object, context)]
  const moved = context.name.qualified(listItems(move.object))
  if (owns(context.scope, 'type', moved)) return [ownObject(moved)]
  return [contract('set-schema', 'brief', `${moved} is not found under its old name any more.`)]
}

/** Rule 9. ADD VALUE (37) is left to a person: old readers meet a value they do not know. */
export function judgeEnum(alter: AlterEnumStmt, { scope, name }: RuleContext): Verdict[] {
  const type = name.qualified(alter.typeName)
  if (owns(scope, 'type', type)) return [ownObject(type)]
  if (alter.oldVal !== undefined) {
    return [contract('rename-enum-value', 'brief', `'${alter.oldVal}' of ${type} is gone; literals of the release before fail.`)]
  }
  return [unknown(`Readers of the release before may meet '${alter.newVal ?? ''}' of ${type}, which they do not know.`, 'brief')]
}

function judgeRelation(rule: string, from: string, to: string, { scope }: RuleContext): Verdict {
  if (ownsRelation(scope, from)) return ownObject(from)
  const view = scope.passThroughViews.get(from)
  if (view?.relation === to) {
    if (view.granted) return expand(rule, 'brief', `${from} becomes ${to}, and a view of this package keeps the old name.`)
    const missing = `${from} becomes ${to}, and a view of this package keeps the old name, but not the rights of the table: grant them on the view, too.`
    return { ...unknown(missing, 'brief'), rule }
  }
  return contract(rule, 'brief', `${from} is now ${to}; the release before does not find it.`)
}

function judgeColumn(rename: RenameStmt, { scope, name }: RuleContext): Verdict {
  const table = name.relation(rename.relation)
  const column = `${table}.${rename.subname ?? ''}`
  if (owns(scope, 'column', column)) return ownObject(column)
  return contract(
    'rename-column',
    'brief',
    `${column} is now "${rename.newname ?? ''}"; statements of the release before that name it fail.`,
  )
}

function judgeSchema(rename: RenameStmt, { scope }: RuleContext): Verdict {
  const schema = rename.subname ?? ''
  if (owns(scope, 'schema', schema)) return ownObject(schema)
  return contract('rename-schema', 'brief', `Everything in schema ${schema} has another name now.`)
}

function judgeRoutine(rule: string, object: RenameStmt['object'], { scope, name }: RuleContext): Verdict {
  if (object === undefined || !('ObjectWithArgs' in object)) return unknown('No rule knows this rename.')
  const routine = name.signature(object.ObjectWithArgs)
  if (owns(scope, 'routine', routine)) return ownObject(routine)
  return contract(rule, 'brief', `${routine} is not found under its old name any more.`)
}

function judgeOther(rename: RenameStmt, { scope, name }: RuleContext): Verdict {
  if (rename.relation !== undefined) {
    const relation = name.relation(rename.relation)
    const kind = rename.renameType === 'OBJECT_INDEX' ? 'index' : rename.renameType === 'OBJECT_SEQUENCE' ? 'sequence' : 'table'
    if (owns(scope, kind, relation)) return ownObject(relation)
    return unknown(
      `No rule knows what the release before makes of the new name "${rename.newname ?? ''}" in ${relation}.`,
      'brief',
    )
  }
  const type = name.qualified(listItems(rename.object))
  if (owns(scope, 'type', type)) return ownObject(type)
  return unknown(`No rule knows what the release before makes of the new name "${rename.newname ?? ''}".`, 'brief')
}
