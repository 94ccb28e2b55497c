import type { ObjectUse } from '@stagecoach/core'
import type { AlterTableCmd, Node } from 'libpg-query'
import { strings } from '../sql/names.ts'
import { walk } from '../sql/walk.ts'
import { learnReach } from './learn-reach.ts'
import { learn, learnMove, learnRename, owns, ownsRelation, type PackageScope } from './package-scope.ts'
import { columnParts } from './rules/add-column.ts'
import { isNeverNull } from './rules/column-expressions.ts'
import type { RuleContext } from './verdict.ts'

/** Takes a judged statement into the scope, so that the next one is judged knowing it. */
export function learnStatement(node: Node, uses: readonly ObjectUse[], context: RuleContext): void {
  const { scope, name } = context
  if ('RenameStmt' in node || 'AlterObjectSchemaStmt' in node) {
    const [from, to] = ['drop', 'create'].map((how) => uses.find((use) => use.use === how))
    if (from === undefined || to === undefined) return
    if (ownsItself(scope, from)) learnRename(scope, from.kind, from.name, to.name)
    else learnMove(scope, from.name, to.name)
    return
  }
  learn(scope, uses, isCertain(node, context))
  if ('CreateDomainStmt' in node) scope.domains.add(name.qualified(node.CreateDomainStmt.domainname))
  if ('AlterTableStmt' in node) {
    const table = name.relation(node.AlterTableStmt.relation)
    for (const each of node.AlterTableStmt.cmds ?? []) if ('AlterTableCmd' in each) learnColumn(scope, table, each.AlterTableCmd)
  }
  learnReach(node, context)
  learnSearchPath(node, scope)
}

/** Not through its schema or table: then the part moves with that. */
function ownsItself(scope: PackageScope, use: ObjectUse): boolean {
  return owns(scope, use.kind, use.name) && scope.created.has(`${use.kind} ${use.name}`)
}

/** After IF NOT EXISTS or OR REPLACE the object of that name may be somebody else's, and a child of another's table holds its rows. */
function isCertain(node: Node, { scope, name }: RuleContext): boolean {
  let certain = true
  const [, body] = Object.entries(node)[0] ?? []
  if (typeof body === 'object' && body !== null) {
    certain = !['if_not_exists', 'replace'].some((flag) => Reflect.get(body, flag) === true)
    certain &&= !('CreateFunctionStmt' in node && node.CreateFunctionStmt.replace === true)
  }
  if ('AlterTableStmt' in node) {
    certain &&= (node.AlterTableStmt.cmds ?? []).every(
      (each) => !('AlterTableCmd' in each) || each.AlterTableCmd.missing_ok !== true,
    )
  }
  if ('CreateStmt' in node) {
    certain &&= (node.CreateStmt.inhRelations ?? []).every(
      (each) => !('RangeVar' in each) || ownsRelation(scope, name.relation(each.RangeVar)),
    )
  }
  return certain
}

function learnColumn(scope: PackageScope, table: string, command: AlterTableCmd): void {
  if (command.subtype === 'AT_AddColumn' && command.def !== undefined && 'ColumnDef' in command.def) {
    const column = `${table}.${command.def.ColumnDef.colname ?? ''}`
    const parts = columnParts(command.def.ColumnDef)
    if (!owns(scope, 'column', column)) return
    if (parts.default !== undefined && isNeverNull(parts.default.raw_expr)) scope.defaulted.add(`column ${column}`)
    if (parts.notNull) scope.required.add(`column ${column}`)
    return
  }
  const column = `column ${table}.${command.name ?? ''}`
  if (!owns(scope, 'column', column.slice('column '.length))) return
  if (command.subtype === 'AT_SetNotNull') scope.required.add(column)
  if (command.subtype === 'AT_DropNotNull') scope.required.delete(column)
  if (command.subtype !== 'AT_ColumnDefault') return
  if (isNeverNull(command.def)) scope.defaulted.add(column)
  else scope.defaulted.delete(column)
}

/**
 * SET search_path moves unqualified names elsewhere; a value that cannot be read makes every later one somebody else's. With several
 * schemas a name is found in whichever has it, so that cannot be read either, and each such path is another one.
 */
function learnSearchPath(node: Node, scope: PackageScope): void {
  const unreadable = `${scope.defaultSchema.replace(/[^?]/g, '')}?`
  if ('DiscardStmt' in node || ('VariableSetStmt' in node && node.VariableSetStmt.kind === 'VAR_RESET_ALL')) {
    scope.defaultSchema = unreadable
  }
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const [first, ...more] = node.VariableSetStmt.args ?? []
    const only = first !== undefined && more.length === 0 && 'A_Const' in first ? first.A_Const.sval?.sval : undefined
    scope.defaultSchema = only ?? unreadable
  }
  walk({ node }, (key, value) => {
    if (key !== 'FuncCall' || !('funcname' in value) || !Array.isArray(value.funcname)) return
    if (strings(value.funcname).at(-1) === 'set_config' && JSON.stringify(value).includes('search_path'))
      scope.defaultSchema = unreadable
  })
}
