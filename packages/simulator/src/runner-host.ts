import type { SimClock } from './clock.ts'
import type { SimEvent } from './events.ts'
import type { JobChange, RunChange, RunJob, WorkflowRun } from './runs.ts'
import type { TokenPermissions } from './permissions.ts'

export interface RunnerRepository {
  readonly id: number
  /** `owner/name` */
  readonly fullName: string
  readonly owner: string
  readonly ownerId: number
  readonly name: string
  readonly private: boolean
  /** The bare repository on disk. Read it with git; never write it behind the server's back. */
  readonly path: string
  readonly defaultBranch: string
  /** `read` = contents and packages read only; `write` = everything but what a job must ask for. What a job without `permissions:` gets. */
  readonly defaultTokenPermissions: 'read' | 'write'
}

export interface RunnerActor {
  readonly login: string
  readonly id: number
  readonly type: 'User' | 'Bot' | 'Organization'
}

export interface NewRun {
  readonly workflowName: string
  readonly workflowPath: string
  /** Default: the head commit's subject, the pull request's title or the workflow's name. */
  readonly displayTitle?: string
}

/** A schedule entry that came due. The server makes the event of it. */
export interface DueSchedule {
  readonly repository: string
  readonly workflowPath: string
  readonly cron: string
}

/** What a runner gets from the server. Every write of a run's lifecycle goes through here, so REST answers agree with it. */
export interface RunnerHost {
  /** GITHUB_SERVER_URL and GITHUB_API_URL; GraphQL is at `${url}/graphql`. */
  readonly url: string
  readonly clock: SimClock
  /** A folder of the runner's own for work trees, tools and logs; exists, inside the simulator's directory. */
  readonly directory: string
  repositories(): readonly RunnerRepository[]
  repository(fullName: string): RunnerRepository
  actor(login: string): RunnerActor
  /** Begins as `queued`, attempt 1. */
  createRun(event: SimEvent, run: NewRun): WorkflowRun
  /** Setting `status: 'completed'` needs a conclusion; it raises `workflow_run`. */
  updateRun(runId: number, change: RunChange): void
  /** Adds a job to the run's current attempt, as `queued`, and its check run on the head commit. */
  addJob(runId: number, job: { readonly key: string; readonly name: string }): RunJob
  /** Times are set by the server from the status; the check run follows. */
  updateJob(jobId: number, change: JobChange): void
  /** A GITHUB_TOKEN for one job, limited to these permissions; what is not named is `none` (metadata is always read). */
  issueToken(runId: number, jobId: number, permissions: TokenPermissions): string
  /** Ends a token at once; requests with it answer 401. */
  revokeToken(token: string): void
  /** Secrets of the repository and (when named) of the environment, which wins. */
  secrets(repository: string, environment?: string): Readonly<Record<string, string>>
  variables(repository: string, environment?: string): Readonly<Record<string, string>>
  /** Whether a job that runs for this ref may use the environment and its secrets. */
  mayUseEnvironment(repository: string, environment: string, ref: string): boolean
  /** A job's `environment:` makes a deployment (state `in_progress`). Returns its id. */
  startDeployment(runId: number, jobId: number, environment: string): number
  finishDeployment(deploymentId: number, state: 'success' | 'failure' | 'inactive', environmentUrl?: string): void
  /** Tells the server how to kill the run's processes (SIGKILL, the whole group), for fault points and cancel. Returns the undo. */
  onKill(runId: number, kill: () => void): () => void
}

/** Runs workflows. `packages/simulator/src/runner` is the one of this package. */
export interface Runner {
  /** Starts every workflow the event selects; resolves when the runs it started have ended (whatever their conclusion). */
  handle(event: SimEvent): Promise<void>
  /** Runs the run's current attempt again (the server has already raised `runAttempt` and emptied `jobs`). */
  rerun(run: WorkflowRun, options: { readonly failedOnly: boolean }): Promise<void>
  /** Cancels: jobs end `cancelled`. Resolves when the run has ended. */
  cancel(run: WorkflowRun): Promise<void>
  /** Schedule entries on default branches with an instant in (from, to], each once however many instants passed. */
  schedule(from: Date, to: Date): Promise<readonly DueSchedule[]>
  close(): Promise<void>
}

export type RunnerFactory = (host: RunnerHost) => Runner
