import type { Owed } from './owed.ts'

/** Where everything is, at one instant, from refs and ledger alone. Plain data: shown at a terminal, in summaries, and as JSON. */
export interface StatusView {
  at: string
  /** In pipeline order. */
  environments: EnvironmentStatus[]
  /** Those on their way first, then by name. */
  packages: PackageStatus[]
}

export interface EnvironmentStatus {
  name: string
  branch: string
  production: boolean
  tip: TipStatus
  /** The state it is in when all went well. */
  verified?: { at: string; operation: string; packages: number }
  /** Between its intent and the end of its verification. */
  operation?: OperationStatus
  /** A rollback of a package whose repair of the branch, or a reset that, is not deployed yet. */
  paused?: {
    by: 'rollback' | 'reset'
    operation: string
    package?: string
    since: string
    reason: string
    pullRequest?: number
    /** The rollback has not brought the targets back yet. */
    restoring?: true
  }
  /** Set when its databases were asked. */
  drift?: DriftStatus
  /** What production has verified and this environment lacks. */
  owed?: Owed
  /** `resume` is the command that ends it. */
  stopped?: { by: string; reason: string; until?: string; resume: string }
  /** What other hands left on the branch: one paragraph each, and the commands that mend it. */
  troubles: TroubleStatus[]
  /** Commits from outside on top of what was recorded, oldest first. */
  outside: OutsideCommit[]
  /** Without holder it waits for the next one: merged, and the deployment not begun. */
  lease?: { operation: string; holder?: string; fence: number; expires: string; expired: boolean }
}

export interface TroubleStatus {
  package?: string
  code: string
  what: string
  mend: { to: string; run: string }[]
}

/** Differences that nobody recorded, each pair of places apart; or why the databases could not be asked. */
export type DriftStatus = { differences: { between: string; database?: string; what: string }[] } | { unseen: string }

export interface OutsideCommit {
  oid: string
  author: string
  subject: string
  at: string
}

export type TipStatus =
  /** A recorded operation made it, or foresaw it. */
  | { kind: 'known'; oid: string }
  /** Nothing was recorded for this environment yet. */
  | { kind: 'untouched'; oid: string }
  /** Commits from outside lie on top of what was recorded. */
  | { kind: 'foreign'; oid: string }
  /** The commit cannot be read as a state of an environment. */
  | { kind: 'unreadable'; oid: string; why: string }
  | { kind: 'missing' }

export interface OperationStatus {
  id: string
  verb: 'promote' | 'deploy' | 'rollback' | 'repair' | 'sync' | 'reset'
  stage: 'intended' | 'merged' | 'deploying' | 'failed'
  since: string
  packages: string[]
  error?: string
}

export interface PackageStatus {
  name: string
  /** Newest build. */
  built?: { version: string; at: string }
  /** By name of environment; one without anything to say is left out. */
  cells: Record<string, PackageCell>
}

export interface PackageCell {
  /** The version the branch holds. */
  present?: { version: string; state: PresentState; since?: string }
  /** Deployed and verified, and the branch does not say so any more, because of other hands. */
  deployed?: { version: string; since: string; why: string }
  /** An open promotion. */
  coming?: ComingStatus
  /** `release` is the command that ends it. */
  held?: { version?: string; by: string; reason: string; until?: string; release: string }
  /** Its pull request was closed without a merge, or its branch deleted. */
  closed?: { version: string; pullRequest: number }
  /** It was asked for, and could not be proposed. */
  refused?: { version: string; reason: string; message: string; advice: string[]; at: string }
  /** It was taken back and has not returned; where the branch still lists it, it leaves with `pullRequest`. */
  rolledBack?: { version: string; at: string; reason: string; to?: string; pullRequest?: number }
}

/** `undecided`: the branch says so, and no decision or deployment is on record. `rolled-back`: the branch lists it until its repair is merged; `rolling-back`: the targets are not back yet. */
export type PresentState = 'verified' | 'deploying' | 'failed' | 'undecided' | 'rolling-back' | 'rolled-back'

export interface ComingStatus {
  version: string
  pullRequest: number
  /** `conflict` waits for `stagecoach resolve`; `unevaluated` was pushed or made again since the gates were looked at. */
  state: 'conflict' | 'unevaluated' | 'pending' | 'fail' | 'pass'
  since: string
  /** Names of the gates that are shut. */
  gates: string[]
  waitsOn: string[]
  /** Earliest instant at which a shut gate can open by itself. */
  until?: string
}
