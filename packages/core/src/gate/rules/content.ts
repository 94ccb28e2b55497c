import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** What this promotion makes of the branch was deployed and verified elsewhere byte for byte: the very same content id. */
export function content(facts: GateFacts, gate: { verifiedIn: string }): GateResult {
  const there = facts.contents[gate.verifiedIn]
  const id = facts.promotions.at(-1)?.content.slice(0, 12) ?? 'unknown'
  if (there?.verified !== undefined)
    return open('content', `Content ${id} is verified in ${gate.verifiedIn} since ${there.verified}.`)
  const differs = (there?.differs ?? []).length === 0 ? '' : ` There differs: ${there?.differs.join(', ')}.`
  return waiting(
    'content',
    [
      `Content ${id}, which this makes of ${facts.environment.branch}, was never deployed and verified in ${gate.verifiedIn}.${differs}`,
    ],
    [`a verified deployment of the same content to ${gate.verifiedIn}`],
  )
}
