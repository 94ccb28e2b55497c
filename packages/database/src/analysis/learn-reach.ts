import type { AlterTableCmd, Constraint, Node } from 'libpg-query'
import { walk } from '../sql/walk.ts'
import { forget, ownsRelation } from './package-scope.ts'
import { learnRunning } from './learn-running.ts'
import { reachedByDefinition } from './rules/reached-code.ts'
import type { RuleContext } from './verdict.ts'

/** Notes what makes a change of a new table's rows reach further than the table: then its rows are not the package's alone. */
export function learnReach(node: Node, context: RuleContext): void {
  const { scope, name } = context
  learnRunning(node, context)
  if ('CreateStmt' in node && reachedByDefinition(node.CreateStmt.tableElts, context).length > 0) {
    scope.reaching.add(name.relation(node.CreateStmt.relation))
  }
  if ('CreateTrigStmt' in node) scope.reaching.add(name.relation(node.CreateTrigStmt.relation))
  if ('RuleStmt' in node) scope.reaching.add(name.relation(node.RuleStmt.relation))
  if (!('AlterTableStmt' in node)) return
  const table = name.relation(node.AlterTableStmt.relation)
  if (reachedByDefinition(node.AlterTableStmt.cmds, context).length > 0) scope.reaching.add(table)
  for (const each of node.AlterTableStmt.cmds ?? []) {
    if (!('AlterTableCmd' in each)) continue
    for (const target of cascadeTargets(each.AlterTableCmd, { scope, name }, table)) scope.reaching.add(target)
    learnTie(each.AlterTableCmd, { scope, name }, table)
  }
}

/** Tables whose deleted or changed keys change rows of `table`, which is somebody else's: CASCADE, SET NULL, SET DEFAULT. */
function cascadeTargets(command: AlterTableCmd, { scope, name }: RuleContext, table: string): string[] {
  if (ownsRelation(scope, table)) return []
  const targets: string[] = []
  walk({ command }, (key, value) => {
    if (key !== 'Constraint') return
    const { pktable, fk_del_action: onDelete, fk_upd_action: onUpdate }: Constraint = value
    const acts = [onDelete, onUpdate].some((action) => action !== undefined && ['c', 'n', 'd'].includes(action))
    if (pktable !== undefined && acts) targets.push(name.relation(pktable))
  })
  return targets
}

/** Once tied to a table of others, as parent, child or partition, what is done to one is done to the other. */
function learnTie(command: AlterTableCmd, { scope, name }: RuleContext, table: string): void {
  const { def } = command
  const range =
    def === undefined ? undefined : 'RangeVar' in def ? def.RangeVar : 'PartitionCmd' in def ? def.PartitionCmd.name : undefined
  if (range === undefined) return
  const both = [table, name.relation(range)]
  if (!both.every((each) => ownsRelation(scope, each))) for (const each of both) forget(scope, 'table', each)
}
