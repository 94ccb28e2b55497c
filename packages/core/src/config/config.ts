import type { Digest } from '../digest.ts'

/** `.github/stagecoach.yml`, or what the input `config` names, read at the tip of the default branch, checked, defaults filled in. */
export interface Config {
  version: 1
  /** Path of the file it was read from, relative to the repository's root. */
  path: string
  /** Git blob id of the file it was read from; part of each decision. */
  blob: string
  database: { migrations: string; objects?: string; state?: string }
  release?: ReleaseConfig
  /** In pipeline order: each after all of its `after`; the last is production. */
  environments: Environment[]
}

export interface ReleaseConfig {
  build: string
  files: string[]
  /** Releases older than `for` milliseconds are dropped, except those of the newest `states` verified states of each environment. Absent: all are kept. */
  keep?: { for: number; states: number }
}

export interface Environment {
  name: string
  branch: string
  after: string[]
  /** The last environment; its branch is the default branch. */
  production: boolean
  /** Its database may be thrown away and made anew (reset, snapshot rollback). */
  disposable: boolean
  /** Before a deployment that runs migrations its database is copied, so that a rollback can bring it back whole. Only where it is disposable. */
  snapshot: boolean
  /** Packages are promoted here without a person asking, once the environments before have verified them. */
  autoPromote: boolean
  databases: Record<string, DatabaseConfig>
  /** The application's deploy command (one shell-free command line, split like a shell word list); run after the databases are ready. */
  deploy?: string
  verify: VerifyStep[]
  /** Declared configuration injected into migrations and the deploy command. Values may be `env:NAME`. */
  config: Record<string, string>
  gates: GateConfig[]
  /** Gates of a `rollback/…` or `reset/…` pull request; none by default. */
  rollbackGates: GateConfig[]
  lanes: Record<string, Lane>
  /** Digest of `config`, `deploy` and `verify` as written: part of an effect. */
  digest: Digest
}

export type Engine = 'postgres' | 'embedded'

export interface DatabaseConfig {
  engine: Engine
  /** `env:NAME`, a `postgres://…` URL, or for `embedded` a folder. Resolved at act time only. */
  url: string
  /** Production-like template: a database on the same server, or for `embedded` a folder (may be `env:NAME`). */
  template?: string
  /** Command line that makes it anew for a reset, in place of a copy of the template. */
  provision?: string
}

/** `timeout` is milliseconds. */
export type VerifyStep =
  | { kind: 'sql'; sql: string; database: string; timeout: number }
  | { kind: 'http'; url: string; expect: number; timeout: number }
  | { kind: 'command'; command: string; timeout: number }

/** Durations are milliseconds. */
export type GateConfig =
  | { gate: 'deployed'; to: string; for: number }
  | { gate: 'rehearsed'; on: 'clone' | string }
  | { gate: 'migrations'; allow: Compatibility[]; ask: Compatibility[] }
  | { gate: 'approvals'; count: number; teams: string[]; fourEyes: boolean }
  | { gate: 'checks'; checks: RequiredCheck[] }
  | { gate: 'freeze'; windows: FreezeWindow[] }
  | { gate: 'content'; verifiedIn: string }

/** A status or check run by its name; with `app` only what the GitHub App of this slug reported counts. */
export interface RequiredCheck {
  name: string
  app?: string
}

export type GateKind = GateConfig['gate']

/** First axis of a finding: what the application of the release before (N-1) meets. */
export type Compatibility = 'expand' | 'contract' | 'behavioural' | 'data' | 'unknown'
/** Second axis: what the statement does to others while it runs. */
export type LockRisk = 'none' | 'brief' | 'scan' | 'rewrite' | 'non-transactional'

/** RFC 5545 text (`DTSTART;TZID=…` and `RRULE:…`), each occurrence lasting `for` milliseconds. */
export interface FreezeWindow {
  rule: string
  for: number
}

export interface Lane {
  skip: GateKind[]
  require: GateConfig[]
}
