import type { Compatibility } from '../../config/config.ts'
import type { GateResult } from '../decision.ts'
import { placeOf, type GateFacts, type PlacedFinding } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'
import { acknowledgedBy, acknowledgement } from './acknowledged.ts'

/** What the SQL does to the application of the release before: allowed classes pass, asked ones wait for a person who acknowledges this effect, all others are refused. */
export function migrations(
  facts: GateFacts,
  gate: { allow: readonly Compatibility[]; ask: readonly Compatibility[] },
): GateResult {
  const refused = facts.findings.filter(
    ({ finding }) => !gate.allow.includes(finding.compatibility) && !gate.ask.includes(finding.compatibility),
  )
  if (refused.length > 0)
    return shut('migrations', [...refused.map(describe), 'This environment neither allows nor asks for them.'])
  const asked = facts.findings.filter(({ finding }) => !gate.allow.includes(finding.compatibility))
  if (asked.length === 0)
    return open(
      'migrations',
      facts.findings.length === 0 ? 'No statement needs a look.' : 'Every finding is of an allowed class.',
    )
  const person = acknowledgedBy(facts)
  const reasons = asked.map(describe)
  if (person !== undefined) return open('migrations', ...reasons, `Acknowledged by @${person}.`)
  return waiting('migrations', reasons, [acknowledgement])
}

/** `allow` in the file explains a finding; it does not answer for the person who is asked. */
function describe(placed: PlacedFinding): string {
  const { title, finding } = placed
  const allowed = finding.allowed === undefined ? '' : ` The file says: ${finding.allowed}`
  return `${placeOf(placed)} ${title} is ${finding.compatibility} (${finding.rule}): ${finding.message}${allowed}`
}
