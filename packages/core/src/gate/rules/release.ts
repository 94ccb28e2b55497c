import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** The release of the new content is built and stored before the merge. */
export function release(facts: GateFacts): GateResult {
  if (facts.release !== 'missing') return open('release')
  return waiting('release', ['The release of the new content is not built yet.'], ['the build of the release'])
}
