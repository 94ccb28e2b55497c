import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** The branch deploys as a whole: a package that is held, undecided or of unknown presence stops every other one too. */
export function presence(facts: GateFacts): GateResult {
  if (facts.unclear.length === 0) return open('presence')
  return waiting(
    'presence',
    facts.unclear.map((each) => `${facts.environment.branch} carries ${each.package}: ${each.reason} (${each.code}).`),
    ['a decision, an acknowledgement or a repair'],
  )
}
