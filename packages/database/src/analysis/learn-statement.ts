import type { ObjectUse } from '@stagecoach/core'
import type { AlterTableCmd, Node } from 'libpg-query'
import { strings } from '../sql/names.ts'
import { walk } from '../sql/walk.ts'
import { learn, learnRename, owns, type PackageScope } from './package-scope.ts'
import { columnParts } from './rules/add-column.ts'
import type { RuleContext } from './verdict.ts'

/** Takes a judged statement into the scope, so that the next one is judged knowing it. */
export function learnStatement(node: Node, uses: readonly ObjectUse[], context: RuleContext): void {
  const { scope, name } = context
  if ('RenameStmt' in node || 'AlterObjectSchemaStmt' in node) {
    const [from, to] = ['drop', 'create'].map((how) => uses.find((use) => use.use === how))
    if (from !== undefined && to !== undefined && ownsItself(scope, from)) learnRename(scope, from.kind, from.name, to.name)
    return
  }
  learn(scope, uses, isCertain(node))
  if ('AlterTableStmt' in node) {
    const table = name.relation(node.AlterTableStmt.relation)
    for (const each of node.AlterTableStmt.cmds ?? []) if ('AlterTableCmd' in each) learnColumn(scope, table, each.AlterTableCmd)
  }
  learnSearchPath(node, scope)
}

/** Not through its schema or table: then the part moves with that. */
function ownsItself(scope: PackageScope, use: ObjectUse): boolean {
  return owns(scope, use.kind, use.name) && scope.created.has(`${use.kind} ${use.name}`)
}

/** After IF NOT EXISTS or OR REPLACE, or in a temporary schema, the object of that name may be somebody else's. */
function isCertain(node: Node): boolean {
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
  return certain
}

function learnColumn(scope: PackageScope, table: string, command: AlterTableCmd): void {
  if (command.subtype === 'AT_AddColumn' && command.def !== undefined && 'ColumnDef' in command.def) {
    const column = `${table}.${command.def.ColumnDef.colname ?? ''}`
    if (owns(scope, 'column', column) && columnParts(command.def.ColumnDef).default !== undefined)
      scope.defaulted.add(`column ${column}`)
  }
  if (command.subtype !== 'AT_ColumnDefault') return
  const column = `${table}.${command.name ?? ''}`
  if (command.def === undefined) scope.defaulted.delete(`column ${column}`)
  else if (owns(scope, 'column', column)) scope.defaulted.add(`column ${column}`)
}

/** SET search_path moves unqualified names elsewhere; a value that cannot be read makes every later one somebody else's. */
function learnSearchPath(node: Node, scope: PackageScope): void {
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const [first] = node.VariableSetStmt.args ?? []
    scope.defaultSchema = (first !== undefined && 'A_Const' in first ? first.A_Const.sval?.sval : undefined) ?? '?'
  }
  walk({ node }, (key, value) => {
    if (key !== 'FuncCall' || !('funcname' in value) || !Array.isArray(value.funcname)) return
    if (strings(value.funcname).at(-1) === 'set_config' && JSON.stringify(value).includes('search_path'))
      scope.defaultSchema = '?'
  })
}
