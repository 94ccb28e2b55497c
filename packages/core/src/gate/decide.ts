import type { GateConfig } from '../config/config.ts'
import type { Decision, DecisionState, GateResult } from './decision.ts'
import { effectiveGates, syncGates } from './effective-gates.ts'
import type { GateFacts } from './facts.ts'
import { override } from './override.ts'
import { approvals } from './rules/approvals.ts'
import { checks } from './rules/checks.ts'
import { content } from './rules/content.ts'
import { deployed } from './rules/deployed.ts'
import { freeze } from './rules/freeze.ts'
import { governance } from './rules/governance.ts'
import { hold } from './rules/hold.ts'
import { lease } from './rules/lease.ts'
import { migrations } from './rules/migrations.ts'
import { pause } from './rules/pause.ts'
import { presence } from './rules/presence.ts'
import { promotion } from './rules/promotion.ts'
import { rehearsed } from './rules/rehearsed.ts'
import { release } from './rules/release.ts'
import { requires } from './rules/requires.ts'
import { stop } from './rules/stop.ts'

/** Rules that hold everywhere, whatever is configured. */
const always = [promotion, hold, stop, pause, presence, requires, governance, release, lease] as const

/** The whole decision: the worst of its gates, with recorded overrides applied. Pure: the same facts give the same decision. */
export function decide(facts: GateFacts): Decision {
  const { environment, promotions, sync } = facts
  const configured = sync === true ? syncGates(environment) : effectiveGates(environment, promotions.at(-1)?.lane?.name)
  const results = [...always.map((rule) => rule(facts)), ...configured.map((gate) => judge(facts, gate))]
  const gates = results.map((result) => override(facts, result))
  return { state: worst(gates), gates }
}

function judge(facts: GateFacts, gate: GateConfig): GateResult {
  switch (gate.gate) {
    case 'deployed':
      return deployed(facts, gate)
    case 'rehearsed':
      return rehearsed(facts)
    case 'migrations':
      return migrations(facts, gate)
    case 'approvals':
      return approvals(facts, gate)
    case 'checks':
      return checks(facts, gate)
    case 'freeze':
      return freeze(facts, gate)
    case 'content':
      return content(facts, gate)
  }
}

export function worst(gates: readonly GateResult[]): DecisionState {
  if (gates.some((gate) => gate.state === 'fail')) return 'fail'
  return gates.some((gate) => gate.state === 'pending') ? 'pending' : 'pass'
}
