import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** While a rollback repairs the environment only its own pull request passes. */
export function pause(facts: GateFacts): GateResult {
  if (facts.pausedFor === undefined) return open('pause')
  const reason = `${facts.environment.name} is paused for the rollback ${facts.pausedFor}.`
  return waiting('pause', [reason], [`the repair rollback/${facts.environment.name}/${facts.pausedFor}`])
}
