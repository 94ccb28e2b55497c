import type { Environment } from '../config/config.ts'
import type { ForeignCommit, Unclear } from '../foreign/tip-trouble.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Owed } from './owed.ts'

/** What status and explain rest on: one reading of refs and ledger. */
export interface StatusFacts {
  /** ISO 8601 UTC. */
  now: string
  view: LedgerView
  environments: readonly EnvironmentFacts[]
  /** Head of each promotion branch there is, by its name `promote/<environment>/<package>`. */
  promotionHeads: ReadonlyMap<string, Oid>
  /** Numbers of the open pull requests of Stagecoach; undefined when GitHub was not asked. */
  openPulls?: ReadonlySet<number>
}

export interface EnvironmentFacts {
  environment: Environment
  /** Undefined when the branch is missing. */
  tip: { oid: Oid; parents: readonly Oid[]; tree: Oid } | undefined
  /** What the branch says it holds. */
  packages: readonly PackageRef[]
  /** What production has that it lacks; never production's own. */
  owed?: Owed
  /** Why the branch's word cannot be read. */
  unreadable?: string
  /** What other hands left on the branch, and keeps every change out. */
  troubles?: readonly Unclear[]
  /** Commits from outside since the newest record that leave every package as it was, or are judged in `troubles`; oldest first. */
  outside?: readonly ForeignCommit[]
}
