import { join } from 'node:path'
import { createClock } from '../../clock.ts'
import type { TokenPermissions } from '../../permissions.ts'
import type { RunnerHost, RunnerRepository } from '../../runner-host.ts'
import type { RunJob, WorkflowRun } from '../../runs.ts'

type Changing<T> = { -readonly [key in keyof T]: T[key] }

/** A server in memory: keeps what the runner tells it. Its URL is a folder, which git can clone from. */
export class FakeHost implements RunnerHost {
  readonly url: string
  readonly clock = createClock('2026-11-22T06:00:00Z', 'ticking')
  readonly directory: string
  readonly runs: Changing<WorkflowRun>[] = []
  readonly tokens = new Map<string, TokenPermissions | 'revoked'>()
  readonly deployments: string[] = []
  secretValues: Record<string, string> = {}
  variableValues: Record<string, string> = {}
  environmentSecrets: Record<string, Record<string, string>> = {}
  readonly repositoryFacts: RunnerRepository
  readonly #kills = new Map<number, () => void>()
  #jobs = 0

  constructor(root: string) {
    this.url = `file://${root}/git`
    this.directory = join(root, 'runner')
    this.repositoryFacts = {
      id: 7, fullName: 'acme/shop', owner: 'acme', ownerId: 5, name: 'shop', private: false, path: `${root}/git/acme/shop`,
      defaultBranch: 'main', defaultTokenPermissions: 'read',
    } // prettier-ignore
  }

  repositories(): readonly RunnerRepository[] {
    return [this.repositoryFacts]
  }

  repository(): RunnerRepository {
    return this.repositoryFacts
  }

  actor(login: string): { login: string; id: number; type: 'User' } {
    return { login, id: 42, type: 'User' }
  }

  createRun(
    event: WorkflowRun['event'],
    run: { workflowName: string; workflowPath: string; displayTitle?: string },
  ): WorkflowRun {
    const at = this.clock.iso()
    const made: WorkflowRun = {
      id: this.runs.length + 1, repository: event.repository, workflowId: 1, workflowName: run.workflowName,
      workflowPath: run.workflowPath, runNumber: this.runs.length + 1, runAttempt: 1, displayTitle: run.displayTitle ?? '', event,
      headBranch: event.headBranch, headSha: event.headSha, actor: event.actor, triggeringActor: event.actor, status: 'queued',
      conclusion: null, createdAt: at, startedAt: at, updatedAt: at, jobs: [], previousAttempts: [], log: '',
    } // prettier-ignore
    this.runs.push(made)
    return made
  }

  updateRun(runId: number, change: Parameters<RunnerHost['updateRun']>[1]): void {
    const { appendLog = '', ...rest } = change
    const run = this.#run(runId)
    Object.assign(run, rest, { log: run.log + appendLog })
  }

  addJob(runId: number, job: { key: string; name: string }): RunJob {
    const run = this.#run(runId)
    const made: RunJob = {
      id: ++this.#jobs, runId, runAttempt: run.runAttempt, key: job.key, name: job.name, status: 'queued', conclusion: null,
      startedAt: null, completedAt: null, steps: [], log: '',
    } // prettier-ignore
    run.jobs = [...run.jobs, made]
    return made
  }

  updateJob(jobId: number, change: Parameters<RunnerHost['updateJob']>[1]): void {
    const { appendLog = '', ...rest } = change
    const job = this.runs.flatMap((run) => run.jobs).find((one) => one.id === jobId)
    if (job === undefined) throw new Error(`no job ${jobId}`)
    Object.assign(job, rest, { log: job.log + appendLog })
  }

  issueToken(runId: number, jobId: number, permissions: TokenPermissions): string {
    const token = `ghs_fake${runId}x${jobId}`
    this.tokens.set(token, permissions)
    return token
  }

  revokeToken(token: string): void {
    this.tokens.set(token, 'revoked')
  }

  secrets(_: string, environment?: string): Record<string, string> {
    return { ...this.secretValues, ...(environment === undefined ? {} : this.environmentSecrets[environment]) }
  }

  variables(): Record<string, string> {
    return this.variableValues
  }

  mayUseEnvironment(): boolean {
    return true
  }

  startDeployment(_: number, __: number, environment: string): number {
    return this.deployments.push(`${environment} started`)
  }

  finishDeployment(id: number, state: string, url?: string): void {
    this.deployments.push(`${id} ${state} ${url ?? ''}`.trim())
  }

  onKill(runId: number, kill: () => void): () => void {
    this.#kills.set(runId, kill)
    return () => this.#kills.delete(runId)
  }

  /** What the server does before it asks for a re-run. */
  nextAttempt(runId: number, by: string): WorkflowRun {
    const run = this.#run(runId)
    run.previousAttempts = [...run.previousAttempts, { ...run }]
    return Object.assign(run, {
      runAttempt: run.runAttempt + 1,
      triggeringActor: by,
      jobs: [],
      status: 'queued',
      conclusion: null,
    })
  }

  #run(runId: number): Changing<WorkflowRun> {
    const run = this.runs.find((one) => one.id === runId)
    if (run === undefined) throw new Error(`no run ${runId}`)
    return run
  }
}
