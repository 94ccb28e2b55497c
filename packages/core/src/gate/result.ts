import type { GateResult } from './decision.ts'

type Gate = GateResult['gate']

export function open(gate: Gate, ...reasons: string[]): GateResult {
  return { gate, state: 'pass', reasons, waitsOn: [] }
}

/** Waits on people or checks (`waitsOn`), or for an instant (`until`, ISO 8601 UTC) at which it may open by itself. */
export function waiting(gate: Gate, reasons: string[], waitsOn: string[], until?: string): GateResult {
  return { gate, state: 'pending', reasons, waitsOn, ...(until === undefined ? {} : { until }) }
}

export function shut(gate: Gate, reasons: string[], waitsOn: string[] = []): GateResult {
  return { gate, state: 'fail', reasons, waitsOn }
}
