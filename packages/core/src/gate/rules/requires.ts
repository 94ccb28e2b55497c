import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** What the package requires is in the environment before it. */
export function requires(facts: GateFacts): GateResult {
  if (facts.requiresMissing.length === 0) return open('requires')
  return waiting(
    'requires',
    facts.requiresMissing.map((name) => `It requires ${name}, which ${facts.environment.name} does not hold.`),
    facts.requiresMissing.map((name) => `the promotion of ${name}`),
  )
}
