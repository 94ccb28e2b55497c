import type { AlterTableCmd, AlterTableStmt, Constraint } from 'libpg-query'
import { owns, ownsRelation } from '../package-scope.ts'
import { contract, expand, ownObject, takesAlong, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { judgeAddColumn } from './add-column.ts'
import { isNeverNull, unknownCalls } from './column-expressions.ts'
import { hasKnownType } from './column-type.ts'
import { reachedByDefinition } from './reached-code.ts'

/** ALTER TABLE, one verdict for each of its commands. */
export function judgeAlterTable(alter: AlterTableStmt, context: RuleContext): Verdict[] {
  const relation = context.name.relation(alter.relation)
  const commands = (alter.cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []))
  return commands.map((command) => judgeCommand(relation, command, alter, context))
}

function judgeCommand(relation: string, command: AlterTableCmd, alter: AlterTableStmt, context: RuleContext): Verdict {
  if (ownsWhatItChanges(relation, command, alter, context)) return judgeOwn(relation, command, context)
  if (alter.objtype !== 'OBJECT_TABLE' && alter.objtype !== 'OBJECT_FOREIGN_TABLE') return fallback(relation, command)
  const column = `${relation}.${command.name ?? ''}`
  switch (command.subtype) {
    case 'AT_AddColumn':
      return command.def !== undefined && 'ColumnDef' in command.def
        ? judgeAddColumn(relation, command.def.ColumnDef, context)
        : fallback(relation, command)
    case 'AT_DropColumn':
      return judgeColumn(context, column, () =>
        contract(
          'drop-column',
          'brief',
          `${column} and its values are gone; statements of the release before that name it fail.`,
        ),
      )
    case 'AT_AlterColumnType':
      return judgeType(column, command, context)
    case 'AT_SetNotNull':
      return judgeSetNotNull(column, context)
    case 'AT_DropNotNull':
      return judgeColumn(context, column, () => fallback(relation, command))
    case 'AT_ColumnDefault':
      return judgeDefault(relation, column, command, context)
    case 'AT_DropConstraint':
      return owns(context.scope, 'constraint', column) ? ownObject(column) : fallback(relation, command)
    default:
      return fallback(relation, command)
  }
}

/** A column that the package itself added to somebody's table: the release before does not know it. Losing a default is another matter. */
function judgeColumn({ scope }: RuleContext, column: string, otherwise: () => Verdict): Verdict {
  if (!owns(scope, 'column', column)) return otherwise()
  return expand('new-object', 'brief', `${column} is added by this package; no application uses it yet.`)
}

/** Rule 16. Nobody reads a column that the package added, but the whole table is rewritten all the same. */
function judgeType(column: string, command: AlterTableCmd, context: RuleContext): Verdict {
  if (!owns(context.scope, 'column', column)) {
    return contract('change-type', 'rewrite', `${column} has another type; reads and parameters of the release before may fail.`)
  }
  const definition = command.def !== undefined && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined
  if (definition === undefined || !hasKnownType(definition.typeName, context) || unknownCalls(definition).length > 0) {
    return unknown(`${column} is added by this package, but its new type or how it gets there is not known.`)
  }
  return expand('new-object', 'rewrite', `${column} is added by this package; its table is rewritten under an exclusive lock.`)
}

/** Rule 19, for a column that the package added: required and without a default, inserts that do not name it fail. */
function judgeDefault(relation: string, column: string, command: AlterTableCmd, { scope }: RuleContext): Verdict {
  if (!owns(scope, 'column', column) || unknownCalls(command).length > 0) return fallback(relation, command)
  if (scope.required.has(`column ${column}`) && !isNeverNull(command.def)) {
    return contract(
      'drop-default',
      'brief',
      `${column} must have a value; inserts of the release before do not name it and fail.`,
    )
  }
  return expand('new-object', 'brief', `${column} is added by this package; no application uses it yet.`)
}

/** Rule 17. A column that the package added is free only with a default: the release before inserts without naming it. */
function judgeSetNotNull(column: string, { scope }: RuleContext): Verdict {
  if (scope.defaulted.has(`column ${column}`)) {
    return expand(
      'set-not-null',
      'scan',
      `${column} is added by this package with a default, so inserts that do not name it still work.`,
    )
  }
  return contract('set-not-null', 'scan', `Rows of the release before without a value for ${column} are rejected.`)
}

function ownsWhatItChanges(relation: string, command: AlterTableCmd, alter: AlterTableStmt, { scope }: RuleContext): boolean {
  // Partitions and parents tie a second table to this one, which may not be ours.
  if (/Partition|Inherit|AT_AddOf/.test(command.subtype ?? '')) return false
  return alter.objtype === 'OBJECT_INDEX' ? owns(scope, 'index', relation) : ownsRelation(scope, relation)
}

function judgeOwn(relation: string, command: AlterTableCmd, context: RuleContext): Verdict {
  const { scope, name } = context
  if (command.behavior === 'DROP_CASCADE') return takesAlong(`${relation}.${command.name ?? ''}`)
  const called = reachedByDefinition(command, context)
  if (called.length > 0)
    return unknown(`It may call ${called.join(', ')} for the rows of ${relation}, whose effects cannot be read from here.`)
  const constraint = constraintOf(command)
  if (constraint?.pktable !== undefined && !ownsRelation(scope, name.relation(constraint.pktable))) {
    return expand(
      'new-object',
      'brief',
      `${relation} is made by this package; ${name.relation(constraint.pktable)} is locked while the reference is made.`,
    )
  }
  return ownObject(relation)
}

function constraintOf(command: AlterTableCmd): Constraint | undefined {
  return command.def !== undefined && 'Constraint' in command.def ? command.def.Constraint : undefined
}

function fallback(relation: string, command: AlterTableCmd): Verdict {
  const what = (command.subtype ?? 'AT_Something')
    .slice(3)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return unknown(`No rule knows what "${what}" on ${relation} means for the release before.`, lockOf(command))
}

/** Locks that are known although the meaning is not (PostgreSQL manual, ALTER TABLE; AlterTableGetLockLevel). */
function lockOf(command: AlterTableCmd): Verdict['lock'] {
  const constraint = constraintOf(command)
  if (constraint !== undefined) return constraint.skip_validation === true ? 'brief' : 'scan'
  if (command.def !== undefined && 'PartitionCmd' in command.def && command.def.PartitionCmd.concurrent === true)
    return 'non-transactional'
  switch (command.subtype) {
    case 'AT_ValidateConstraint':
    case 'AT_AttachPartition':
      return 'scan'
    case 'AT_AddColumn':
    case 'AT_AlterColumnType':
    case 'AT_SetTableSpace':
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetAccessMethod':
    case 'AT_SetExpression':
      return 'rewrite'
    default:
      return 'brief'
  }
}
