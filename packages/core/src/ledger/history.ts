import type { Digest } from '../digest.ts'
import type { PackageRef } from '../package/package.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import { holdsOn } from './acts.ts'
import { currentLease, highestFence } from './lease.ts'
import { completedOperations, openOperation, type OpenOperation } from './operations.ts'
import { undoOf } from './promotions.ts'
import type { Effect, LedgerEntry, LedgerRecord } from './record.ts'
import { automaticRollbacks, openRollback } from './rollbacks.ts'
import { lastVerified, type VerifiedState } from './verified-states.ts'

export type RecordOf<K extends LedgerEntry['kind']> = Extract<LedgerRecord, { kind: K }>

/** The ledger as the queries beside this file read it. Every query is a fold over `of`, oldest record first. */
export interface LedgerView extends LedgerHistory {
  /** Records of one kind, oldest first; with a name only those of that environment. */
  of<K extends LedgerEntry['kind']>(kind: K, environment?: string): RecordOf<K>[]
  environment(name: string): EnvironmentView
  /** The newest hold on this version, or on all versions, that counts in the environment. */
  heldIn(environment: string, pkg: Pick<PackageRef, 'name' | 'digest'>, now: Date): RecordOf<'act'> | undefined
  /** Whether a rehearsal for the environment proved the undo of a migration (`package/migration`) of this digest. */
  undoProved(environment: string, digest: Digest, migration: string): boolean
  /** What the newest rehearsal found of that undo; absent when none tried it. */
  undoOf(environment: string, digest: Digest, migration: string): Effect['undo'][string] | undefined
  /** How often this digest was rolled back there without a person asking. */
  automaticRollbacks(environment: string, digest: Digest): number
}

/** What one environment's records add up to. */
export interface EnvironmentView {
  /** As its last holder wrote it, expired or not; absent when the environment is free. */
  lease?: RecordOf<'lease'>
  /** Highest fencing number given out, 0 before the first. */
  fence: number
  /** The rollback for which the environment is paused. */
  rollback?: RecordOf<'rollback'>
  verified?: VerifiedState
  open?: OpenOperation
  /** Number of completed operations. */
  completed: number
}

export function viewHistory(history: LedgerHistory): LedgerView {
  const view: LedgerView = {
    tip: history.tip,
    records: history.records,
    of: (kind, environment) => select(history.records, kind, environment),
    environment: (name) => viewEnvironment(view, name),
    heldIn: (environment, pkg, now) => holdsOn(view, environment, pkg, now.toISOString()).at(-1),
    undoProved: (environment, digest, migration) => undoOf(view, environment, digest, migration) === 'proved',
    undoOf: (environment, digest, migration) => undoOf(view, environment, digest, migration),
    automaticRollbacks: (environment, digest) => automaticRollbacks(view, environment, digest),
  }
  return view
}

function viewEnvironment(view: LedgerView, name: string): EnvironmentView {
  const lease = currentLease(view, name)
  const rollback = openRollback(view, name)
  const verified = lastVerified(view, name)
  const open = openOperation(view, name)
  return {
    ...(lease === undefined ? {} : { lease }),
    ...(rollback === undefined ? {} : { rollback }),
    ...(verified === undefined ? {} : { verified }),
    ...(open === undefined ? {} : { open }),
    fence: highestFence(view, name),
    completed: completedOperations(view, name),
  }
}

function select<K extends LedgerEntry['kind']>(records: readonly LedgerRecord[], kind: K, environment?: string): RecordOf<K>[] {
  const isKind = (record: LedgerRecord): record is RecordOf<K> => record.kind === kind
  const found = records.filter(isKind)
  if (environment === undefined) return found
  return found.filter((record) => 'environment' in record && record.environment === environment)
}
