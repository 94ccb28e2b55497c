import type { DefElem, GrantStmt, Node, VacuumStmt, VariableSetStmt } from 'libpg-query'
import { owns, ownsRelation } from '../package-scope.ts'
import { expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'

/** GRANT allows more; REVOKE (rule 43) may stop the release before. */
export function judgeGrant(grant: GrantStmt): Verdict[] {
  if (grant.is_grant === true) return [expand('grant', 'brief', 'It allows more than before.')]
  return [unknown('The release before may need what is revoked.', 'brief')]
}

/** Timeouts and message levels change nothing but this run; anything else may change what later statements mean (rule 46). */
export function judgeSet(set: VariableSetStmt): Verdict[] {
  const harmless = [
    'lock_timeout',
    'statement_timeout',
    'client_min_messages',
    'idle_in_transaction_session_timeout',
    'maintenance_work_mem',
    'work_mem',
  ]
  if (harmless.includes(set.name ?? '')) return [expand('set', 'none', `${set.name ?? ''} holds for this file only.`)]
  return [unknown(`Setting "${set.name ?? set.kind ?? ''}" may change what later statements of this file mean.`, 'none')]
}

export function judgeVacuum(vacuum: VacuumStmt): Verdict[] {
  if (vacuum.is_vacuumcmd !== true) return [expand('analyze', 'brief', 'It refreshes the statistics of the planner.')]
  if (hasOption(vacuum.options, 'full'))
    return [unknown('VACUUM FULL keeps everyone out while it rewrites the table.', 'non-transactional')]
  return [expand('vacuum', 'non-transactional', 'It frees space; nobody waits.')]
}

/** Triggers, rules, policies and sequences of a relation: free when the package made it. */
export function judgePart(what: string, relation: string, { scope }: RuleContext): Verdict[] {
  if (ownsRelation(scope, relation)) return [ownObject(relation)]
  return [unknown(`No rule knows what ${what} on ${relation} means for the release before.`, 'brief')]
}

export function judgeOwnType(what: string, type: string, { scope }: RuleContext): Verdict[] {
  if (owns(scope, 'type', type)) return [ownObject(type)]
  return [unknown(`No rule knows what ${what} of ${type} means for the release before.`, 'scan')]
}

/** An option that is there and not switched off: `(concurrently)`, `(full true)`. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === name && !isOff(node.DefElem))
}

function isOff({ arg }: DefElem): boolean {
  if (arg === undefined) return false
  if ('Boolean' in arg) return arg.Boolean.boolval !== true
  return 'String' in arg && ['false', 'off', '0'].includes(arg.String.sval ?? '')
}
