import type { Node } from 'libpg-query'
import { reachedByDefinition, reachedByQuery, typesIn } from './rules/reached-code.ts'
import type { RuleContext } from './verdict.ts'

/** Notes views and types that run code of which nothing is known: it runs when somebody reads the view or makes a value of the type. */
export function learnRunning(node: Node, context: RuleContext): void {
  const { scope, name } = context
  if ('CreateFunctionStmt' in node) scope.routines.add(name.qualified(node.CreateFunctionStmt.funcname).replace(/^.*\./s, ''))
  if ('ViewStmt' in node && reachedByQuery(node.ViewStmt.query, context).length > 0) {
    scope.running.add(name.relation(node.ViewStmt.view))
  }
  // Who reads the table runs what its policies call.
  if ('CreatePolicyStmt' in node && reachedByQuery(node.CreatePolicyStmt, context).length > 0) {
    scope.running.add(name.relation(node.CreatePolicyStmt.table))
  }
  if ('AlterPolicyStmt' in node && reachedByQuery(node.AlterPolicyStmt, context).length > 0) {
    scope.running.add(name.relation(node.AlterPolicyStmt.table))
  }
  learnType(node, context)
}

/** A domain with a default or check, a range with functions of its own, and rows with columns of such types. */
function learnType(node: Node, context: RuleContext): void {
  const { scope, name } = context
  if ('CreateDomainStmt' in node && reachedByDefinition(node.CreateDomainStmt, context).length > 0) {
    scope.running.add(name.qualified(node.CreateDomainStmt.domainname))
  }
  if ('AlterDomainStmt' in node && reachedByDefinition(node.AlterDomainStmt.def, context).length > 0) {
    scope.running.add(name.qualified(node.AlterDomainStmt.typeName))
  }
  if ('CreateRangeStmt' in node) {
    const own = (node.CreateRangeStmt.params ?? []).some(
      (each) => 'DefElem' in each && ['canonical', 'subtype_diff'].includes(each.DefElem.defname ?? ''),
    )
    if (own) scope.running.add(name.qualified(node.CreateRangeStmt.typeName))
  }
  const runs = (tree: unknown): boolean => typesIn(tree, name).some((type) => scope.running.has(type))
  if ('CompositeTypeStmt' in node && runs(node.CompositeTypeStmt.coldeflist)) {
    scope.running.add(name.relation(node.CompositeTypeStmt.typevar))
  }
  if ('CreateStmt' in node && runs(node.CreateStmt.tableElts)) scope.running.add(name.relation(node.CreateStmt.relation))
}
