import type { LedgerRecord, Oid } from '@stagecoach/core'
import type { FeatureName } from './feature.ts'
import type { BranchLook, Listed } from './look/branch.ts'
import type { DatabaseLook } from './look/database.ts'
import type { Stop } from './shop.ts'
import type { World } from './world.ts'

/** A feature as its developer knows it. */
export interface Feature {
  name: FeatureName
  /** Commits of its versions, the first at 0. */
  versions: Oid[]
  head: Oid
}

/** What everybody could know between two runs. */
export interface Looks {
  branches: Map<Stop, BranchLook>
  databases: Map<Stop, DatabaseLook>
  records: readonly LedgerRecord[]
}

/** A walk under way. */
export interface Walk {
  world: World
  features: Map<FeatureName, Feature>
  sources: Map<Oid, { name: FeatureName; number: number }>
  /** As last looked at. */
  looks: Looks
  /** Every text a hand line of production has had, oldest first: what a sync may bring. */
  handHistory: Map<number, string[]>
  /** Every package that production's branch ever listed, as `name digest`. */
  onProduction: Set<string>
  /** Packages of a branch that a hand changed: what the branch lists of them and what it carries may differ. */
  spoiled: Map<Stop, Set<FeatureName>>
  /** Changes of branches that hands are about to make. */
  byHand: Set<Stop>
  /** Branches that somebody rewound, with the tip that they had. */
  rewound: Map<Stop, Oid>
  /** Environments whose next loss of rows somebody has asked for. */
  mayLose: Set<Stop>
  texts: number
  /** One line for each operation that did something. */
  log: string[]
}

export function newText(walk: Walk, what: string): string {
  walk.texts += 1
  return `${what} ${walk.texts} that nobody else writes`
}

/** Packages that a branch lists, as it was last looked at. */
export function listedOn(walk: Walk, stop: Stop): ReadonlyMap<string, Listed> {
  return walk.looks.branches.get(stop)?.listed ?? new Map()
}
