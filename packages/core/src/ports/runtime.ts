import type { Config } from '../config/config.ts'
import type { Actor } from './actor.ts'
import type { Clock } from './clock.ts'
import type { Commands } from './commands.ts'
import type { Databases } from './database.ts'
import type { Forge } from './forge.ts'
import type { Git, RemoteRef } from './git.ts'
import type { Ledger } from './ledger.ts'
import type { PackageStore } from './package-store.ts'
import type { ReleaseStore } from './release-store.ts'
import type { Resolutions } from './resolutions.ts'
import type { Sessions } from './sessions.ts'
import type { HttpProbe, Secrets, Workspace } from './workspace.ts'

/** Everything a use case may touch, put together by the composition roots (action-kit, cli). */
export interface Host {
  git: Git
  forge: Forge
  ledger: Ledger
  packages: PackageStore
  releases: ReleaseStore
  resolutions: Resolutions
  databases: Databases
  commands: Commands
  workspace: Workspace
  http: HttpProbe
  secrets: Secrets
  clock: Clock
  actor: Actor
  /** Only at a terminal. */
  sessions?: Sessions
  /** Progress lines for people. */
  progress(line: string): void
  /** Warns only if someone should act. */
  warn(line: string): void
}

/** A host with the configuration that was read at the tip of the default branch. */
export interface Room {
  host: Host
  config: Config
  defaultBranch: string
  /** Folder with the default branch's files, in which configured commands run. */
  checkout: string
  /** Gives once the refs that were read together with the configuration, for the first world: a round trip less. */
  takeRefs?: () => ReadonlyMap<string, RemoteRef> | undefined
}
