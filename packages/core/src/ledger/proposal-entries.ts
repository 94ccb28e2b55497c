import type { Compatibility } from '../config/config.ts'
import type { Digest } from '../digest.ts'
import type { PlacedFinding } from '../gate/facts.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { CatalogDelta, ObjectChange } from '../ports/database.ts'

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
  /** `unproved-on-rows`: it ran, on a copy that held none of the values which it has to bring back. */
  undo: Record<string, 'proved' | 'unproved-on-rows' | 'missing' | 'untried' | 'differs' | 'failed'>
  /** By migration with that verdict: tables and columns where the copy held nothing, as people name them. */
  noRows?: Record<string, string[]>
  /** What is taken back first, newest first, with the tables and columns whose rows go; absent when nothing is. */
  undone?: { package: string; migration: string; loses: string[] }[]
  paths: { path: string; before?: string; after?: string }[]
  environment: Digest
  objects: string[]
  /** Programmable objects that change, in order; absent when none does. */
  definitions?: { name: string; change: ObjectChange['change']; compatibility: Compatibility[] }[]
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
