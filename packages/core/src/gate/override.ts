import type { GateResult } from './decision.ts'
import type { GateFacts } from './facts.ts'

/** What a person may answer for. The others protect the process itself, or have an act of their own that ends them. */
export const overridable: readonly GateResult['gate'][] = [
  'deployed',
  'rehearsed',
  'migrations',
  'approvals',
  'checks',
  'freeze',
  'content',
  'presence',
]

/** A gate that does not pass, opened by a recorded override that names it; the reasons stay visible. */
export function override(facts: GateFacts, result: GateResult): GateResult {
  if (result.state === 'pass' || !overridable.includes(result.gate)) return result
  const effect = facts.promotions.at(-1)?.effect?.digest
  const act = facts.acts.overrides.findLast(
    (each) =>
      each.lane === undefined &&
      each.gates?.includes(result.gate) === true &&
      (each.effect === undefined || each.effect === effect),
  )
  if (act === undefined) return result
  const said = `Overridden by @${act.person} (${act.role}): ${act.reason}`
  return {
    gate: result.gate,
    state: 'pass',
    reasons: [...result.reasons, said],
    waitsOn: [],
    override: { person: act.person, reason: act.reason },
  }
}
