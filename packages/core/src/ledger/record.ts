import type { Digest } from '../digest.ts'
import type { Decision } from '../gate/decision.ts'
import type { Actor } from '../ports/actor.ts'
import type { TerminalSession } from '../ports/sessions.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { AdoptionEntry, BaselineEntry } from './adoption-entries.ts'
import type { PromotionEntry, RefusalEntry, SyncEntry } from './proposal-entries.ts'
import type { ResetEntry } from './reset-entry.ts'
import type { RollbackEntry, RollbackPlanEntry } from './rollback-entries.ts'

export type * from './adoption-entries.ts'
export type * from './proposal-entries.ts'
export type { ResetEntry } from './reset-entry.ts'
export type * from './rollback-entries.ts'

/** Header of every record. `previous` is the digest of the record before (64 zeros for the first), so a changed byte shows at its record. */
export interface RecordHeader {
  schema: 1
  seq: number
  previous: Digest
  at: string
  by: Actor
  /** Appending a second entry with the same key is a no-op: this is how a re-run adopts what an earlier attempt recorded. */
  key: string
}

export type LedgerRecord = RecordHeader & LedgerEntry

/** What a use case appends; the ledger fills in the header. */
export type NewEntry = LedgerEntry & { key: string }

export type LedgerEntry =
  | BuiltEntry
  | ReleaseEntry
  | ReleaseDroppedEntry
  | PromotionEntry
  | RefusalEntry
  | SyncEntry
  | ApprovalEntry
  | DecisionEntry
  | ActEntry
  | LeaseEntry
  | IntentEntry
  | MergedEntry
  | DeploymentEntry
  | VerificationEntry
  | RollbackEntry
  | RollbackPlanEntry
  | ResetEntry
  | ResolutionEntry
  | ForeignEntry
  | BaselineEntry
  | AdoptionEntry

export interface BuiltEntry {
  kind: 'built'
  package: PackageRef
  /** Logins and e-mail addresses of the authors, committers and co-authors of base..source, lower case, sorted: for four eyes. */
  people: string[]
  /** Branch that it was built from; absent when only a commit was named, and in older records. */
  feature?: string
}

export interface ReleaseEntry {
  kind: 'release'
  content: Oid
  digest: Digest
}

/** The tag of a release was deleted, as the configured retention says. Its content may be built again. */
export interface ReleaseDroppedEntry {
  kind: 'release-dropped'
  content: Oid
  digest: Digest
  reason: string
}

export interface ApprovalEntry {
  kind: 'approval'
  environment: string
  package: string
  digest: Digest
  effect: Digest
  pullRequest: number
  person: string
  review: number
  submittedAt: string
}

export interface DecisionEntry {
  kind: 'decision'
  environment: string
  package: string
  pullRequest: number
  head: Oid
  effect?: Digest
  decision: Decision
  /** Blob id of the configuration that was read. */
  config: Oid
}

/** A human act. Expired acts count no more. */
export interface ActEntry {
  kind: 'act'
  act: 'acknowledge' | 'hold' | 'release' | 'override' | 'stop' | 'resume'
  person: string
  role: string
  reason: string
  environment?: string
  package?: string
  digest?: Digest
  /** Acknowledged effect, or finding classes named. */
  effect?: Digest
  /** Gates an override passes. */
  gates?: string[]
  /** The lane that passes them in place of the act: this is its record, and opens nothing by itself. */
  lane?: string
  until?: string
}

/** The fenced right to change an environment. A release ends it; `yield` leaves it with the operation for its next holder (gate to deployment); `expires` ends it when its holder is gone. */
export interface LeaseEntry {
  kind: 'lease'
  action: 'acquire' | 'take-over' | 'yield' | 'release'
  environment: string
  operation: string
  /** Rises with each holder, per environment. */
  fence: number
  expires: string
  /** The command at a terminal that took it, where no run did. */
  session?: TerminalSession
}

/** Written before the first effect of a merge, deployment or rollback. */
export interface IntentEntry {
  kind: 'intent'
  verb: 'promote' | 'deploy' | 'rollback' | 'repair' | 'sync' | 'reset'
  operation: string
  environment: string
  pullRequest?: number
  /** Branch tip the change was made for, the head to merge, and the tree the merge must give. */
  tip: Oid
  head?: Oid
  tree: Oid
  content: Oid
  /** The set after it. */
  packages: PackageRef[]
  plan: Digest
}

export interface MergedEntry {
  kind: 'merged'
  operation: string
  environment: string
  commit: Oid
}

export interface DeploymentEntry {
  kind: 'deployment'
  operation: string
  environment: string
  state: 'started' | 'finished' | 'failed' | 'rolled-back'
  commit: Oid
  content: Oid
  packages: PackageRef[]
  fence: number
  plan: Digest
  /** Fingerprint per database, when finished. */
  fingerprints?: Record<string, Digest>
  error?: { code: string; message: string }
}

export interface VerificationEntry {
  kind: 'verification'
  operation: string
  environment: string
  commit: Oid
  content: Oid
  packages: PackageRef[]
  passed: boolean
  checks: { name: string; passed: boolean; detail: string; milliseconds: number }[]
}

export interface ResolutionEntry {
  kind: 'resolution'
  environment: string
  package: string
  person: string
  paths: string[]
  /** Object ids in `refs/stagecoach/resolutions` that count from now on. */
  ids: Oid[]
}

/** A commit on an environment's branch that no intent foresaw, judged once per package. */
export interface ForeignEntry {
  kind: 'foreign'
  environment: string
  commit: Oid
  verdicts: Record<string, 'noted' | 'present' | 'absent' | 'unknown'>
  reason: string
}
