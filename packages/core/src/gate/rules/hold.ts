import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'

/** A quarantined version goes nowhere until someone releases it or the hold runs out. */
export function hold(facts: GateFacts): GateResult {
  const holds = facts.acts.holds
  if (holds.length === 0) return open('hold')
  const reasons = holds.map(
    (act) => `@${act.person} holds it since ${act.at}: ${act.reason}${act.until === undefined ? '' : ` (until ${act.until})`}`,
  )
  const ends = holds.map((act) => act.until)
  const last = ends.reduce<string | undefined>(
    (latest, end) => (latest === undefined || (end ?? '') > latest ? end : latest),
    undefined,
  )
  if (last === undefined || ends.includes(undefined)) return shut('hold', reasons, ['the end of the hold'])
  return waiting('hold', reasons, ['the end of the hold'], last)
}
