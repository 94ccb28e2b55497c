import type { Digest } from '../digest.ts'
import type { Oid, PackageRef } from '../package/package.ts'

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
