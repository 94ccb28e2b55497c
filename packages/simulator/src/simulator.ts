import type { ClockMode, SimClock } from './clock.ts'
import type { EventQueue } from './events.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import type { TokenPermissions } from './permissions.ts'
import type { RequestLog } from './request-log.ts'
import type { RunnerFactory } from './runner-host.ts'
import type { WorkflowRun } from './runs.ts'

export interface SimulatorOptions {
  /** Everything on disk lies in here: `repositories/<owner>/<name>.git`, `runner/`. Made when missing. */
  readonly directory: string
  /** First instant of the clock, ISO 8601; default the real time. */
  readonly startsAt?: string
  /** Default `ticking`. */
  readonly clock?: ClockMode
  /** TCP port on 127.0.0.1; default any free one. */
  readonly port?: number
  /** Lowers the largest page (GitHub's is 100), so that a test sees several pages. */
  readonly pageSizeCap?: number
  /** Without one, events stay in the queue and no workflow runs. */
  readonly runner?: RunnerFactory
  /** Events handed to the runner at the same time by `settle`; default 4. */
  readonly parallelEvents?: number
  /** `on-settle` (default): events wait for `settle()`. `at-once`: they are handled as they are raised. */
  readonly runEvents?: 'on-settle' | 'at-once'
  /** `lazy`: the first read of a pull request after a move says `mergeable: null`, as GitHub does. Default `eager`. */
  readonly mergeability?: 'eager' | 'lazy'
}

export interface RepositoryOptions {
  /** Default `main`. */
  readonly defaultBranch?: string
  readonly collaborators?: Readonly<Record<string, CollaboratorRole>>
  /** Teams of the owning organisation: slug → role. */
  readonly teams?: Readonly<Record<string, CollaboratorRole>>
  readonly allowMergeCommit?: boolean
  readonly allowSquashMerge?: boolean
  readonly allowRebaseMerge?: boolean
  readonly deleteBranchOnMerge?: boolean
  /** The setting "Allow GitHub Actions to create and approve pull requests"; default true. */
  readonly actionsMayCreatePullRequests?: boolean
  /** Default `write`. */
  readonly defaultTokenPermissions?: 'read' | 'write'
  /** Default true: the strict case, in which a token needs a permission for every read. */
  readonly private?: boolean
}

export type CollaboratorRole = 'admin' | 'write' | 'read'

export interface BranchProtection {
  /** Required status contexts; `app` is the slug that must have set it (undefined: anyone). They bind those who may push, too. */
  readonly requiredStatuses?: readonly { readonly context: string; readonly app?: string }[]
  /** Head must contain the base before a merge. */
  readonly strict?: boolean
  readonly requiredApprovals?: number
  readonly dismissStaleReviews?: boolean
  /** Direct pushes are refused (GH006), changes come by pull request. */
  readonly requirePullRequest?: boolean
  /** Who may push and merge: logins and App slugs, who may also rewind and delete. Undefined: no restriction. */
  readonly pushAllowances?: readonly string[]
  readonly allowForcePushes?: boolean
  readonly allowDeletions?: boolean
  /** Default false: admins pass. */
  readonly enforceAdmins?: boolean
}

export interface CreatedRepository {
  /** Smart HTTP, without credentials. */
  readonly gitUrl: string
  /** The bare repository on disk, for assertions with git. */
  readonly path: string
}

export interface Simulator {
  readonly url: string
  readonly clock: SimClock
  readonly events: EventQueue
  readonly faults: Faults
  readonly requests: RequestLog
  readonly journal: Journal
  readonly runs: readonly WorkflowRun[]
  /** Makes a person and returns a personal access token. Email default `<login>@users.noreply.github.com`. */
  addUser(login: string, facts?: { readonly name?: string; readonly email?: string }): string
  addOrganization(login: string, facts?: { readonly owners?: readonly string[] }): void
  addTeam(organization: string, slug: string, members: readonly string[]): void
  /** Installs an App on a repository; returns an installation token. Its bot is `<slug>[bot]`; its events do start workflows. */
  addInstallation(repository: string, slug: string, permissions: TokenPermissions): string
  createRepository(fullName: string, options?: RepositoryOptions): CreatedRepository
  setSecrets(repository: string, secrets: Readonly<Record<string, string>>, environment?: string): void
  setVariables(repository: string, variables: Readonly<Record<string, string>>, environment?: string): void
  /** Replaces the protection of a branch name; undefined removes it. */
  protectBranch(repository: string, branch: string, protection: BranchProtection | undefined): void
  /** Tags of a pattern (`package/*`, with `*` for anything) are made, moved and deleted by these logins and App slugs only. */
  protectTags(repository: string, pattern: string, allowed: readonly string[] | undefined): void
  /** Which branches (with `*`) a job must run for to use an environment and its secrets; undefined: any ref. */
  restrictEnvironment(repository: string, environment: string, branches: readonly string[] | undefined): void
  /** A git URL with the token in it, for `git clone` and `git push` in tests. */
  authenticatedGitUrl(repository: string, token: string): string
  /** Fires the schedules due since the last settle once each, then runs every queued event and those that runs raise, until quiet. */
  settle(): Promise<void>
  /** Kills what runs (SIGKILL) and ends the server. Repositories stay on disk. */
  close(): Promise<void>
}
