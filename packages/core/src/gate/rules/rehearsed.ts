import type { Environment } from '../../config/config.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'

/** A validated promotion without rehearsal: there is nothing to make a copy of, and waiting alone changes nothing. */
function noCopy({ name, databases, production }: Environment, configuration: string): string {
  const [database] = Object.keys(databases)
  if (database === undefined)
    return `${name} has no database, so nothing can be rehearsed: take the gate 'rehearsed' out of environments.${name}.gates in ${configuration}, or give ${name} its databases.`
  const place = production ? '<an environment before it>' : name
  return `There is no copy to rehearse on: add \`template: <production-like database>\` to environments.${place}.databases.${database} in ${configuration}, and promote again.`
}

/** Its migrations ran on a throw-away copy in the target's recorded state. */
export function rehearsed(facts: GateFacts): GateResult {
  const promotion = facts.promotions.at(-1)
  const { rehearsal, effect } = promotion ?? {}
  if (rehearsal === undefined) {
    if (effect?.statements.length === 0) return open('rehearsed', 'It has no migrations to rehearse.')
    return effect === undefined
      ? waiting('rehearsed', ['No rehearsal is recorded for this form of the promotion.'], ['the promote workflow'])
      : waiting('rehearsed', [noCopy(facts.environment, facts.configuration)], [`a line in ${facts.configuration}`])
  }
  if (!rehearsal.passed)
    return shut('rehearsed', [`The rehearsal on ${rehearsal.server} failed: ${rehearsal.detail}`], ['a repaired version'])
  return open('rehearsed', `Rehearsed on a ${rehearsal.on} (${rehearsal.server}): ${rehearsal.detail}`)
}
