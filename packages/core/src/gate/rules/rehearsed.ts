import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'

/** Its migrations ran on a throw-away copy in the target's recorded state. */
export function rehearsed(facts: GateFacts): GateResult {
  const promotion = facts.promotions.at(-1)
  const { rehearsal, effect } = promotion ?? {}
  if (rehearsal === undefined) {
    if (effect?.statements.length === 0) return open('rehearsed', 'It has no migrations to rehearse.')
    return waiting('rehearsed', ['No rehearsal is recorded for this form of the promotion.'], ['the promote workflow'])
  }
  if (!rehearsal.passed)
    return shut('rehearsed', [`The rehearsal on ${rehearsal.server} failed: ${rehearsal.detail}`], ['a repaired version'])
  return open('rehearsed', `Rehearsed on a ${rehearsal.on} (${rehearsal.server}): ${rehearsal.detail}`)
}
