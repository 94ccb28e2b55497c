import type { Environment } from '../config/config.ts'
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

/** The gates of an environment that an override can pass: its own and those of its lanes, that every environment before has verified, and what a commit from outside left unclear. */
export function overridableIn({ gates, lanes, after }: Pick<Environment, 'gates' | 'lanes' | 'after'>): string[] {
  const configured = [...gates, ...Object.values(lanes).flatMap((lane) => lane.require)].map((each) => each.gate)
  const there = new Set<GateResult['gate']>([...configured, 'presence', ...(after.length > 0 ? (['deployed'] as const) : [])])
  return overridable.filter((gate) => there.has(gate))
}

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
