import type { GateKind } from '../config/config.ts'

/** pass, pending (on whom, until when) or fail, with reasons; the whole is the worst of its gates. */
export interface Decision {
  state: DecisionState
  gates: GateResult[]
}

export type DecisionState = 'pass' | 'pending' | 'fail'

export interface GateResult {
  gate: GateKind | 'promotion' | 'release' | 'hold' | 'stop' | 'pause' | 'presence' | 'requires' | 'governance' | 'lease'
  state: DecisionState
  /** Sentences for people. */
  reasons: string[]
  /** Who can open it: `@ada`, `team dba`, `ci`. */
  waitsOn: string[]
  /** Earliest instant at which it can change by itself, ISO 8601 UTC. */
  until?: string
  /** Recorded override that passed it. */
  override?: { person: string; reason: string }
}
