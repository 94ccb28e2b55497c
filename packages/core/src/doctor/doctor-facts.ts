import type { Config } from '../config/config.ts'
import type { RecordedTip } from '../foreign/lost-record.ts'
import type {
  BranchRules,
  EnvironmentSettings,
  RepositoryFacts,
  Seen,
  TokenFacts,
  TagRule,
  WorkflowPermissions,
} from '../ports/forge-settings.ts'

/** Everything that `doctor` says rests on this; it was gathered by reading alone. */
export interface DoctorFacts {
  local: LocalFacts
  config: Pick<Config, 'database' | 'environments' | 'release' | 'path'>
  defaultBranch: string
  /** Under whose name the token writes. */
  login: string
  token: TokenFacts
  repository: Seen<RepositoryFacts>
  workflowPermissions: Seen<WorkflowPermissions>
  /** By name of the branch: those of the environments, and the ledger's. */
  branches: Readonly<Record<string, BranchFacts>>
  protectedTags: Seen<TagRule[]>
  /** By slug. */
  teams: Readonly<Record<string, Seen<string[]>>>
  /** Names of secrets: of the repository under '', else by GitHub environment. */
  secrets: Readonly<Record<string, Seen<string[]>>>
  variables: Seen<string[]>
  /** GitHub environments by name. */
  githubEnvironments: Readonly<Record<string, Seen<EnvironmentSettings | undefined>>>
  /** Workflow files on the default branch that `init` would write, by path; undefined where there is none. */
  workflows: Readonly<Record<string, string | undefined>>
}

export interface BranchFacts {
  exists: boolean
  rules: BranchRules
  /** Where the ledger saw it last; absent before its first operation. */
  recorded?: RecordedTip
}

export interface LocalFacts {
  /** As `git --version` says it. */
  git: string
  shallow: boolean
}
