export interface RunnerOptions {
  /** Folders that stand for repositories of actions: `'acme/tools': '/path'` serves `acme/tools/some/action@ref`. */
  readonly actions?: Readonly<Record<string, string>>
  /** The Node 24 binary for node actions; default the running one. */
  readonly node?: string
  /** Variables added to the environment of each step, over the few the runner passes on (PATH only). */
  readonly environment?: Readonly<Record<string, string>>
  /** Workflow runs at the same time; default 1. A paused run does not count. */
  readonly parallel?: number
  /** Jobs of one run at the same time; default 2. */
  readonly parallelJobs?: number
  /** Time between interrupting and killing the processes of a cancelled step, in milliseconds; default 7500, as on GitHub. */
  readonly cancelGrace?: number
  /** Makes the token of `actions/create-github-app-token`, or says why not; default: the step fails. */
  readonly appToken?: (request: AppTokenRequest) => AppToken | { readonly refused: string }
  /** Keep the work trees of ended jobs, to look at them; default false. */
  readonly keepWorkspaces?: boolean
}

export interface AppToken {
  readonly token: string
  /** Slug of the App. */
  readonly slug: string
  readonly installationId?: number
}

export interface AppTokenRequest {
  readonly appId: string
  readonly privateKey: string
  readonly repositories: readonly string[]
  readonly owner: string
  /** From the inputs `permission-<name>`; empty when the action asks for all the App has. */
  readonly permissions: Readonly<Record<string, string>>
}
