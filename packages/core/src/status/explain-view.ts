import type { RoadStep } from './package-road.ts'

/** Why a package is where it is, environment by environment in pipeline order. */
export interface ExplainView {
  at: string
  package: string
  built?: { version: string; at: string }
  environments: Explanation[]
  /** Everything that happened to it so far, oldest first. */
  road: RoadStep[]
}

export interface Explanation {
  environment: string
  /** A sentence or two: where it stands. */
  summary: string
  /** What it waits for, gravest first; empty when it waits for nothing. */
  waits: Wait[]
  /** Of an open proposal: when it could ship, if everyone it waits for acted at once; `never` while a gate says no that neither time nor a person opens. */
  earliest?: { at: string } | 'never'
}

export interface Wait {
  /** A sentence. */
  why: string
  /** `@ada`, `team dba`, `ci`; empty when time or a command ends it. */
  waitsOn: string[]
  /** Earliest instant at which it can end by itself, ISO 8601 UTC. */
  until?: string
  /** The command, or the deed, that helps. */
  help?: string
  /** Other ways out, `To …: command`. */
  otherwise?: string[]
}
