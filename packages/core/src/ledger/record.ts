import type { Compatibility } from '../config/config.ts'
import type { Digest } from '../digest.ts'
import type { Decision } from '../gate/decision.ts'
import type { PlacedFinding } from '../gate/facts.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { CatalogDelta } from '../ports/database.ts'
import type { Actor } from '../ports/actor.ts'
import type { ResetEntry } from './reset-entry.ts'

export type { ResetEntry }

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

/** A promotion pull request in one exact form: this head, made for this tip, with this effect. */
export interface PromotionEntry {
  kind: 'promotion'
  operation: string
  environment: string
  package: PackageRef
  /** The version the target held before. */
  replaces?: PackageRef
  pullRequest: number
  tip: Oid
  head: Oid
  tree: Oid
  content: Oid
  state: 'ready' | 'conflict' | 'refused'
  /** Set when ready. */
  effect?: Effect
  /** Evidence of the rehearsal on a scratch database in the target's recorded state. */
  rehearsal?: Rehearsal
  lane?: { name: string; reason: string }
  /** A person's resolution commit this head keeps. */
  resolvedBy?: string
  /** The set the target held when this was made. */
  neighbours: PackageRef[]
  /** Findings of the migrations that will run, for the gate and the comment. */
  findings: PlacedFinding[]
  /** Proof against each package that this one overtakes. */
  overtakes: Overtaking[]
  /** Why it is refused, or the paths in conflict. */
  detail?: string
}

/** A promotion that was asked for and could not be proposed: found by merging or by rehearsing it, so nothing else remembers that it was tried. */
export interface RefusalEntry {
  kind: 'refusal'
  environment: string
  package: PackageRef
  /** Tip of the environment it was tried on. */
  tip: Oid
  /** Code, sentence, and what helps. */
  reason: string
  message: string
  advice: string[]
  rehearsal?: Rehearsal
}

/** A pull request that brings production's newer content into an environment, in one exact form: this head, made for this tip. */
export interface SyncEntry {
  kind: 'sync'
  operation: string
  environment: string
  /** What it brings: the content of production's last verified commit. */
  production: { environment: string; commit: Oid }
  /** The production commit whose content the environment contained before. */
  baseline: Oid
  pullRequest: number
  tip: Oid
  head: Oid
  tree: Oid
  content: Oid
  state: 'ready' | 'conflict'
  /** The set after it. */
  packages: PackageRef[]
  /** Production's packages that come anew, or in the place of an older version. */
  brings: PackageRef[]
  /** Production's packages that the environment goes on without, or holds in a version of its own. */
  leaves: { package: PackageRef; reason: string }[]
  /** How many commits come that people made on production's branch. */
  commits: number
  effect?: Effect
  rehearsal?: Rehearsal
  resolvedBy?: string
  neighbours: PackageRef[]
  findings: PlacedFinding[]
  detail?: string
}

/** A package that an environment before holds and the target does not: what speaks for going without it. */
export interface Overtaking {
  package: string
  version: string
  /** Objects both touch; empty means they cannot meet. */
  objects: string[]
  /** `independent`: no common object; `commutes`: both orders gave the same catalog; `needs-it`: the one left needs what goes, so there is no other order; `differs` and `fails` ask a person. */
  result: 'independent' | 'commutes' | 'needs-it' | 'differs' | 'fails'
  /** Data statements of either on common tables, which no replay of the schema can prove. */
  unproved: string[]
}

/** What people approve. `digest` is over everything but `objects`, which serves to find neighbours. */
export interface Effect {
  digest: Digest
  statements: { package: string; migration: string; checksum: Digest; compatibility: Compatibility[] }[]
  delta: CatalogDelta | 'not-comparable'
  undo: Record<string, 'proved' | 'missing' | 'differs' | 'failed'>
  /** What is taken back first, newest first, with the tables and columns whose rows go; absent when nothing is. */
  undone?: { package: string; migration: string; loses: string[] }[]
  paths: { path: string; before?: string; after?: string }[]
  environment: Digest
  objects: string[]
}

export interface Rehearsal {
  on: 'clone'
  server: string
  /** Fingerprint of the scratch database before. */
  state: Digest
  passed: boolean
  milliseconds: number
  detail: string
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

export interface RollbackEntry {
  kind: 'rollback'
  operation: string
  environment: string
  /** The operation that is taken back. */
  of: string
  package: PackageRef
  /** The version verified before, else none. */
  to?: PackageRef
  plan: 'application-only' | 'undo' | 'snapshot' | 'data-losing'
  /** intended → restored (target) → proposed (pull request) → repaired (deployed); refused ends it at once and leaves the environment to a person. */
  state: 'intended' | 'restored' | 'proposed' | 'repaired' | 'refused'
  automatic: boolean
  reason: string
  /** Further packages that move when more than one is taken back at once. */
  others?: PackageMove[]
  /** Further operations that are taken back with it, newest first. */
  and?: string[]
  /** The state that the targets return to; absent: the one verified before `of`. */
  target?: { operation: string; commit: Oid; content: Oid; packages: PackageRef[]; at: string }
  /** Operations whose migrations of the moved packages go, when one package is taken from among later ones; absent: those that are taken back. */
  touched?: string[]
  /** The operation before which the copy was taken that a snapshot plan brings back. */
  snapshot?: string
  /** What a data-losing plan loses, as a person named it. */
  losses?: string[]
  /** Refused: what the targets have run of the packages that move, as `package/0001_x`; the rest of their files did not. */
  ran?: string[]
  /** Data-losing without undo scripts that could run: what the migrations made or changed stays, on the record as left behind. */
  stays?: boolean
  /** The pull request that takes the package out of the branch, once proposed. */
  repair?: { pullRequest: number; tip: Oid; head: Oid; tree: Oid; content: Oid; packages: PackageRef[] }
}

/** A package that leaves, or whose older version comes back. */
export interface PackageMove {
  package: PackageRef
  to?: PackageRef
}

/** A plan of a rollback that loses data, as it was shown before it may be carried out. */
export interface RollbackPlanEntry {
  kind: 'rollback-plan'
  environment: string
  of: string
  plan: RollbackEntry['plan']
  /** Over everything that the plan says. */
  digest: Digest
  losses: string[]
  reason: string
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

/** The recorded start of an environment (adopt, or the first deployment). */
export interface BaselineEntry {
  kind: 'baseline'
  environment: string
  commit: Oid
  content: Oid
  packages: PackageRef[]
  fingerprints: Record<string, Digest>
}

/** What `adopt` found of a living environment, and that a person took it as it is. Beside the first one stands a baseline; a later one says that the database was changed by other hands and is taken as it is now. */
export interface AdoptionEntry {
  kind: 'adoption'
  environment: string
  operation: string
  /** Tip of its branch. */
  commit: Oid
  /** The production commit whose content that contains; absent when none is known. */
  production?: Oid
  databases: Record<string, AdoptedDatabase>
  /** What differs from other environments that were looked at with it, one sentence each. */
  differences: string[]
  /** What could not be known, one sentence each. */
  unknown: string[]
  /** Why, when an environment is taken again. */
  reason?: string
}

export interface AdoptedDatabase {
  server: string
  fingerprint: Digest
  histories: AdoptedHistory[]
  /** What scratch databases said: `replay equal`, `template differs`, … */
  proofs: { by: string; result: string; detail: string }[]
}

export interface AdoptedHistory {
  tool: string
  /** `schema.table`, or the file of a list. */
  place: string
  /** In the order in which they ran; `explanation` says whether a file of the branch is what ran. */
  applied: { id: string; checksum?: string; explanation: string }[]
}
