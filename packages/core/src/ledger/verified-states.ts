import type { Digest } from '../digest.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { LedgerView, RecordOf } from './history.ts'
import { takenBackBy } from './rollbacks.ts'

/** A state of an environment that was deployed and passed its verification, or with which it started. */
export interface VerifiedState {
  /** `baseline` for the recorded start of the environment. */
  operation: string
  commit: Oid
  content: Oid
  packages: PackageRef[]
  at: string
  /** Fingerprint per database after it, when recorded. */
  fingerprints?: Record<string, Digest>
}

/** Newest first. What an operation left that was rolled back later is not among them. */
export function verifiedStates(view: LedgerView, environment: string): VerifiedState[] {
  const takenBack = new Set(
    view.of('rollback', environment).flatMap((entry) => (entry.state === 'refused' ? [] : takenBackBy(entry))),
  )
  const states: (VerifiedState & { seq: number })[] = []
  for (const entry of view.of('verification', environment)) {
    if (!entry.passed || takenBack.has(entry.operation)) continue
    const { operation, commit, content, packages, at, seq } = entry
    states.push({ operation, commit, content, packages, at, seq, ...fingerprintsOf(view, entry) })
  }
  for (const { commit, content, packages, at, seq, fingerprints } of view.of('baseline', environment)) {
    states.push({ operation: 'baseline', commit, content, packages, at, seq, fingerprints })
  }
  const sorted = states.sort((a, b) => b.seq - a.seq)
  return sorted.map(({ seq, ...state }, index) => ({ ...state, ...(index === 0 ? takenSince(view, environment, seq) : {}) }))
}

/** Other hands changed the databases after that, and a person took them as they are. */
function takenSince(view: LedgerView, environment: string, seq: number): Pick<VerifiedState, 'fingerprints'> {
  const taken = view.of('adoption', environment).findLast((each) => each.seq > seq)
  if (taken === undefined) return {}
  return {
    fingerprints: Object.fromEntries(Object.entries(taken.databases).map(([name, { fingerprint }]) => [name, fingerprint])),
  }
}

/** The state an environment is in when all went well. */
export function lastVerified(view: LedgerView, environment: string): VerifiedState | undefined {
  return verifiedStates(view, environment)[0]
}

function fingerprintsOf(view: LedgerView, entry: RecordOf<'verification'>): Pick<VerifiedState, 'fingerprints'> {
  const deployed = view
    .of('deployment', entry.environment)
    .findLast((each) => each.operation === entry.operation && each.state === 'finished' && each.seq < entry.seq)
  return deployed?.fingerprints === undefined ? {} : { fingerprints: deployed.fingerprints }
}
