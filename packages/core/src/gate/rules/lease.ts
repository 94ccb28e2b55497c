import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** One promotion at a time is between merge and end of verification. */
export function lease(facts: GateFacts): GateResult {
  const held = facts.leaseHeld
  if (held === undefined) return open('lease')
  return waiting(
    'lease',
    [`${facts.environment.name} is being changed by operation ${held.operation}.`],
    [`operation ${held.operation}`],
  )
}
