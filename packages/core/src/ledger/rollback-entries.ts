import type { Digest } from '../digest.ts'
import type { Oid, PackageRef } from '../package/package.ts'

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
