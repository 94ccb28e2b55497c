import { describeDuration } from '../../config/duration.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'

/** Deployed and verified at this digest in an environment before, for at least `for` milliseconds, and nothing spoke against it later. */
export function deployed(facts: GateFacts, gate: { to: string; for: number }): GateResult {
  const trust = facts.trust[gate.to] ?? { kind: 'never' }
  const label = `${facts.package.name} ${facts.package.version}`
  switch (trust.kind) {
    case 'never':
      return waiting('deployed', [`${label} was never deployed and verified in ${gate.to}.`], [`the deployment to ${gate.to}`])
    case 'invalidated':
      return shut(
        'deployed',
        [`${label} does not count as verified in ${gate.to}: ${trust.reason} (${trust.at}).`],
        [`a verified deployment to ${gate.to}`],
      )
    case 'verified':
      return soaked(facts, gate, label, trust)
  }
}

function soaked(
  facts: GateFacts,
  gate: { to: string; for: number },
  label: string,
  trust: { since: string; until?: string },
): GateResult {
  const since = Date.parse(trust.since)
  const lasted = Date.parse(trust.until ?? facts.now) - since
  // Another machine wrote `since`, whose clock may be ahead: where no time is required none is counted.
  if (gate.for === 0 || lasted >= gate.for) return open('deployed', `${label} is verified in ${gate.to} since ${trust.since}.`)
  const required = describeDuration(gate.for)
  if (trust.until !== undefined) {
    const reason = `${label} was in ${gate.to} for ${describeDuration(lasted)} only, until ${trust.until}; ${required} are required.`
    return shut('deployed', [reason], [`${describeDuration(gate.for)} in ${gate.to}`])
  }
  const ready = new Date(since + gate.for).toISOString()
  return waiting('deployed', [`${label} is verified in ${gate.to} since ${trust.since}; ${required} are required.`], [], ready)
}
