import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** Someone stopped the line: nothing merges until someone resumes it. */
export function stop(facts: GateFacts): GateResult {
  const stops = facts.acts.stops
  if (stops.length === 0) return open('stop')
  return waiting(
    'stop',
    stops.map((act) => `@${act.person} stopped ${act.environment ?? 'every environment'} at ${act.at}: ${act.reason}`),
    ['someone who resumes'],
  )
}
