import { pauseBranch } from '../../ledger/pause.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** While a rollback repairs the environment, or a reset rebuilds it, only its own pull request passes. */
export function pause({ pausedFor, environment: { name } }: Pick<GateFacts, 'pausedFor' | 'environment'>): GateResult {
  if (pausedFor === undefined) return open('pause')
  const { kind, operation } = pausedFor
  const reason = `${name} is paused for the ${kind} ${operation}.`
  return waiting('pause', [reason], [`the ${kind === 'reset' ? 'pull request' : 'repair'} ${pauseBranch(pausedFor, name)}`])
}
