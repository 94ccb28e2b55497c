import type { Decision } from './decision.ts'

/** When it could ship at the earliest, if everyone it waits on acted at once: `at` is an instant in ISO 8601 UTC; `never` while a gate says no that time alone does not open. */
export function earliest(decision: Pick<Decision, 'gates'>, now: string): { at: string } | 'never' {
  const shut = decision.gates.filter((gate) => gate.state !== 'pass')
  if (shut.some((gate) => gate.state === 'fail' && gate.until === undefined)) return 'never'
  const instants = shut.flatMap((gate) => (gate.until === undefined ? [] : [Date.parse(gate.until)]))
  return { at: new Date(Math.max(Date.parse(now), ...instants)).toISOString() }
}

/** Everything and everyone it waits on, each named once. */
export function waitsOn(decision: Decision): string[] {
  return [...new Set(decision.gates.filter((gate) => gate.state !== 'pass').flatMap((gate) => gate.waitsOn))]
}
