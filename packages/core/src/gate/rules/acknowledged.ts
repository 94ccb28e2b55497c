import type { GateFacts } from '../facts.ts'

/** Whom a gate waits for that an acknowledgement opens. */
export const acknowledgement = 'an acknowledgement of this effect'

/** Who acknowledged exactly the effect that is judged; what was acknowledged for another effect counts for nothing. */
export function acknowledgedBy(facts: GateFacts): string | undefined {
  const effect = facts.promotions.at(-1)?.effect?.digest
  if (effect === undefined) return undefined
  return facts.acts.acknowledgements.findLast((act) => act.effect === effect)?.person
}
