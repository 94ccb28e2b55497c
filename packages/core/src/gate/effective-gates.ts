import type { Environment, GateConfig, GateKind } from '../config/config.ts'

/** The gates a promotion has to pass. Every environment directly before must have verified the package, whether a gate says so or not, unless the lane skips `deployed`; an explicit gate adds its time. */
export function effectiveGates(environment: Environment, laneName: string | undefined): GateConfig[] {
  const lane = laneName === undefined ? undefined : environment.lanes[laneName]
  const skipped = lane?.skip ?? []
  const own = environment.gates.filter((gate) => !skipped.includes(gate.gate))
  const gates = [...own, ...(lane?.require ?? [])]
  const named = new Set(gates.flatMap((gate) => (gate.gate === 'deployed' ? [gate.to] : [])))
  const implied = skipped.includes('deployed') ? [] : environment.after.filter((name) => !named.has(name))
  return [...implied.map((to): GateConfig => ({ gate: 'deployed', to, for: 0 })), ...gates]
}

/** The gates a sync has to pass: the environment's own, but for those that production has passed for the same content. That it is deployed and verified in production takes the place of every environment before. */
export function syncGates(environment: Pick<Environment, 'gates'>): GateConfig[] {
  const answered: readonly GateKind[] = ['deployed', 'content', 'migrations']
  return environment.gates.filter(({ gate }) => !answered.includes(gate))
}
