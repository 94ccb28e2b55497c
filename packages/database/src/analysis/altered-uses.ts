import type { ObjectUse } from '@stagecoach/core'
import type { AlterTableCmd, AlterTableStmt, Node, ObjectType, RenameStmt } from 'libpg-query'
import { listItems, schemaOf } from '../sql/names.ts'
import type { RuleContext } from './verdict.ts'

const RELATIONS: Partial<Record<ObjectType, ObjectUse['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
}

/** What an ALTER changes; undefined for other statements. */
export function alteredUses(node: Node, context: RuleContext): ObjectUse[] | undefined {
  const { name } = context
  if ('AlterTableStmt' in node) return alterTable(node.AlterTableStmt, context)
  if ('RenameStmt' in node) return rename(node.RenameStmt, context)
  if ('AlterObjectSchemaStmt' in node) {
    const { relation, object, objectType, newschema } = node.AlterObjectSchemaStmt
    const kind = kindOf(objectType)
    const from = relation === undefined ? objectName(object, context) : name.relation(relation)
    return [use(kind, from, 'drop'), use(kind, `${newschema ?? ''}${from.slice(from.indexOf('.'))}`, 'create')]
  }
  if ('AlterEnumStmt' in node) return [use('type', name.qualified(node.AlterEnumStmt.typeName), 'alter')]
  if ('AlterDomainStmt' in node) return [use('type', name.qualified(node.AlterDomainStmt.typeName), 'alter')]
  if ('AlterSeqStmt' in node) return [use('sequence', name.relation(node.AlterSeqStmt.sequence), 'alter')]
  if ('AlterPolicyStmt' in node) return [use('table', name.relation(node.AlterPolicyStmt.table), 'alter')]
  if ('RefreshMatViewStmt' in node) return [use('view', name.relation(node.RefreshMatViewStmt.relation), 'write')]
  if ('AlterFunctionStmt' in node) {
    const { func } = node.AlterFunctionStmt
    return func === undefined
      ? []
      : [use('routine', name.signature(func), 'alter'), use('routine', name.qualified(func.objname), 'alter')]
  }
  if ('AlterOwnerStmt' in node) {
    const { relation, object, objectType } = node.AlterOwnerStmt
    return [use(kindOf(objectType), relation === undefined ? objectName(object, context) : name.relation(relation), 'alter')]
  }
  return undefined
}

function alterTable(stmt: AlterTableStmt, { name }: RuleContext): ObjectUse[] {
  const relation = name.relation(stmt.relation)
  const commands = (stmt.cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? commandUses(relation, node.AlterTableCmd) : []))
  return [use(kindOf(stmt.objtype), relation, 'alter'), ...commands]
}

function commandUses(relation: string, command: AlterTableCmd): ObjectUse[] {
  const named = `${relation}.${command.name ?? ''}`
  if (command.def !== undefined && 'Constraint' in command.def) {
    const { conname } = command.def.Constraint
    return conname === undefined ? [] : [use('constraint', `${relation}.${conname}`, 'create')]
  }
  switch (command.subtype) {
    case 'AT_AddColumn':
      return command.def !== undefined && 'ColumnDef' in command.def
        ? [use('column', `${relation}.${command.def.ColumnDef.colname ?? ''}`, 'create')]
        : []
    case 'AT_DropColumn':
      return [use('column', named, 'drop')]
    case 'AT_DropConstraint':
      return [use('constraint', named, 'drop')]
    case 'AT_ValidateConstraint':
      return [use('constraint', named, 'alter')]
    case 'AT_AlterColumnType':
    case 'AT_SetNotNull':
    case 'AT_DropNotNull':
    case 'AT_ColumnDefault':
      return [use('column', named, 'alter')]
    default:
      return []
  }
}

/** A rename takes a name away and brings one. */
function rename(stmt: RenameStmt, context: RuleContext): ObjectUse[] {
  const to = stmt.newname ?? ''
  if (stmt.renameType === 'OBJECT_SCHEMA') return [use('schema', stmt.subname ?? '', 'drop'), use('schema', to, 'create')]
  if (stmt.relation === undefined) {
    const from = objectName(stmt.object, context)
    return [use(kindOf(stmt.renameType), from, 'drop'), use(kindOf(stmt.renameType), `${schemaOf(from)}.${to}`, 'create')]
  }
  const relation = context.name.relation(stmt.relation)
  if (stmt.renameType === 'OBJECT_COLUMN' || stmt.renameType === 'OBJECT_TABCONSTRAINT') {
    const kind = stmt.renameType === 'OBJECT_COLUMN' ? 'column' : 'constraint'
    const changes = [use(kind, `${relation}.${stmt.subname ?? ''}`, 'drop'), use(kind, `${relation}.${to}`, 'create')]
    return [use('table', relation, 'alter'), ...changes]
  }
  if (stmt.subname !== undefined) return [use('table', relation, 'alter')]
  const kind = kindOf(stmt.renameType)
  return [use(kind, relation, 'drop'), use(kind, `${schemaOf(relation)}.${to}`, 'create')]
}

function objectName(object: Node | undefined, { name }: RuleContext): string {
  if (object !== undefined && 'ObjectWithArgs' in object) return name.signature(object.ObjectWithArgs)
  if (object !== undefined && 'TypeName' in object) return name.type(object.TypeName)
  return name.qualified(listItems(object))
}

function kindOf(type: ObjectType | undefined): ObjectUse['kind'] {
  if (type === undefined) return 'other'
  return RELATIONS[type] ?? (/FUNCTION|PROCEDURE|ROUTINE|AGGREGATE/.test(type) ? 'routine' : 'other')
}

function use(kind: ObjectUse['kind'], name: string, how: ObjectUse['use']): ObjectUse {
  return { kind, name, use: how }
}
