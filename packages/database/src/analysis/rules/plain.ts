import type { AlterDomainStmt, DefElem, GrantStmt, Node, VacuumStmt, VariableSetStmt } from 'libpg-query'
import { owns, ownsRelation } from '../package-scope.ts'
import { expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { reachedByDefinition } from './reached-code.ts'

/** GRANT allows more, to PUBLIC everybody who may connect now or later; REVOKE (rule 43) may stop the release before. */
export function judgeGrant(grant: GrantStmt): Verdict[] {
  if (grant.is_grant !== true) return [unknown('The release before may need what is revoked.', 'brief')]
  const everybody = (grant.grantees ?? []).some((each) => 'RoleSpec' in each && each.RoleSpec.roletype === 'ROLESPEC_PUBLIC')
  if (everybody) return [{ ...unknown('PUBLIC is everybody who may connect, now or later.', 'brief'), rule: 'grant-public' }]
  return [expand('grant', 'brief', 'It allows more than before.')]
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
  if (set.name === 'lock_timeout' && !isShort(set)) {
    return [unknown('Without a short lock_timeout a statement may queue for its lock, and everybody else behind it.', 'none')]
  }
  if (harmless.includes(set.name ?? '')) return [expand('set', 'none', `${set.name ?? ''} holds for this file only.`)]
  return [unknown(`Setting "${set.name ?? set.kind ?? ''}" may change what later statements of this file mean.`, 'none')]
}

/** At most ten seconds; 0 and the server's default wait for ever. */
function isShort(set: VariableSetStmt): boolean {
  const [value] = set.args ?? []
  const constant = value !== undefined && 'A_Const' in value ? value.A_Const : undefined
  const [, count = '0', unit = 'ms'] = /^(\d+)\s*(ms|s)?$/.exec(constant?.sval?.sval ?? String(constant?.ival?.ival ?? '')) ?? []
  const milliseconds = Number(count) * (unit === 's' ? 1000 : 1)
  return milliseconds > 0 && milliseconds <= 10_000
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

export function judgeDomainChange({ typeName, def }: AlterDomainStmt, context: RuleContext): Verdict[] {
  const type = context.name.qualified(typeName)
  const called = reachedByDefinition(def, context)
  if (called.length > 0) return [unknown(`${type} calls ${called.join(', ')} for values that are there.`, 'scan')]
  if (owns(context.scope, 'type', type)) return [ownObject(type)]
  return [unknown(`No rule knows what a change of ${type} means for the release before.`, 'scan')]
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
