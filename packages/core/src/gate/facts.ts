import type { Environment } from '../config/config.ts'
import type { Unclear } from '../foreign/tip-trouble.ts'
import type { ActEntry, ApprovalEntry, PromotionEntry } from '../ledger/record.ts'
import type { Finding } from '../package/analysis.ts'
import type { PackageRef } from '../package/package.ts'
import type { Check, CommitPerson, PullRequest, Review } from '../ports/forge.ts'
import type { Pause } from '../ledger/pause.ts'
import type { PackageTrust } from '../ledger/package-trust.ts'

/** Everything a decision rests on, gathered once; the rules read nothing else. Instants are ISO 8601 UTC. */
export interface GateFacts {
  now: string
  environment: Environment
  /** Path of the configuration, which says who may do what. */
  configuration: string
  package: PackageRef
  /** Production's newer content comes down: gates that production has passed for it are not asked again. */
  sync?: true
  pullRequest: Pick<PullRequest, 'number' | 'draft'> & { head: string }
  /** Every recorded form of this pull request, oldest first; the last one is judged. */
  promotions: readonly At<PromotionEntry>[]
  /** Paths in the head that replaying the promotion does not give. */
  foreignPaths: readonly string[]
  /** Findings of the migrations that will run. */
  findings: readonly PlacedFinding[]
  /** By environment name: what its ledger says of exactly this digest. */
  trust: Readonly<Record<string, PackageTrust>>
  /** By the name of each environment that a gate `content` names: since when it has verified the very content this makes, and the packages that differ from what it holds now. */
  contents: Readonly<Record<string, { verified?: string; differs: readonly string[] }>>
  /** On the head. */
  checks: readonly Check[]
  reviews: ReviewFacts
  /** Effects merged into the environment, oldest first: neighbours that may void an approval. */
  merged: readonly MergedEffect[]
  acts: ActsInForce
  /** `not-needed` when the configuration builds no release. */
  release: 'stored' | 'missing' | 'not-needed'
  /** Required packages that the environment does not hold. */
  requiresMissing: readonly string[]
  /** Packages of the environment whose presence nobody can tell, with the reason; held or undecided ones too. */
  unclear: readonly Unclear[]
  /** The operation for which the environment is paused. */
  pausedFor?: Pause
  /** The operation that holds the environment's lease now, when it is another one than this promotion's. */
  leaseHeld?: { operation: string; expires: string }
}

export type At<T> = T & { at: string }

/** A finding with its place, for sentences: in a migration of a package, or in a file of programmable objects. */
export type PlacedFinding = ({ package: string; migration: string } | { path: string }) & {
  line: number
  title: string
  finding: Finding
}

/** `gift-cards/0001_create:3` or `db/objects/stats.sql:1`. */
export function placeOf(placed: PlacedFinding): string {
  return `${'path' in placed ? placed.path : `${placed.package}/${placed.migration}`}:${placed.line}`
}

export interface ReviewFacts {
  submitted: readonly Review[]
  /** What the ledger says about reviews seen earlier: their effect was fixed then. */
  recorded: readonly ApprovalEntry[]
  /** Members of each team that a gate names; a team that could not be read is absent. */
  teams: Readonly<Record<string, readonly string[]>>
  /** Authors, committers and co-authors of the package's commits. */
  people: readonly CommitPerson[]
  /** Logins that requested, built or re-ran the promotion, and when the ledger says so, what they did. */
  requesters: readonly { person: string; did: string }[]
  /** What somebody did of whom nobody knows who they are: `built it`, `requested the promotion`. */
  unknownRequests: readonly string[]
  /** Reviewers without write permission: on a public repository anybody may submit a review. */
  outsiders: readonly string[]
  /** Reviewers with the permission `admin` or `maintain`: their approval opens `governance`. */
  governors: readonly string[]
}

export interface MergedEffect {
  package: string
  at: string
  paths: readonly string[]
  objects: readonly string[]
  /** Nobody recorded what it brought: it may touch anything. */
  unknown: boolean
}

/** Human acts that count now and concern this environment and package; expired and ended ones are left out. */
export interface ActsInForce {
  holds: readonly At<ActEntry>[]
  stops: readonly At<ActEntry>[]
  overrides: readonly At<ActEntry>[]
  acknowledgements: readonly At<ActEntry>[]
}
