import type { SimEvent } from '../events.ts'
import type { RunJob, WorkflowRun } from '../runs.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

export type JobRecord = Mutable<RunJob>

export interface RunRecord extends Mutable<Omit<WorkflowRun, 'jobs' | 'log'>> {
  readonly jobs: JobRecord[]
  readonly log: string
  /** The run's own lines. */
  ownLog: string
  readonly suiteId: number
  cancelRequested: boolean
}

/** The log of a run: its own lines, then each job under its name. */
function fullLog(record: RunRecord): string {
  return record.ownLog + record.jobs.map((job) => `--- ${job.name} ---\n${job.log}`).join('')
}

export class RunStore {
  readonly all: RunRecord[] = []
  private readonly kills = new Map<number, Set<() => void>>()

  find(id: number): RunRecord | undefined {
    return this.all.find((run) => run.id === id)
  }

  get(id: number): RunRecord {
    const run = this.find(id)
    if (run === undefined) throw new Error(`There is no run ${id}.`)
    return run
  }

  job(id: number): { readonly run: RunRecord; readonly job: JobRecord } | undefined {
    for (const run of this.all) {
      const job = run.jobs.find((candidate) => candidate.id === id)
      if (job !== undefined) return { run, job }
    }
    return undefined
  }

  add(facts: {
    id: number
    suiteId: number
    workflowId: number
    workflowName: string
    workflowPath: string
    displayTitle: string
    event: SimEvent
    now: string
  }): RunRecord {
    const { event, now } = facts
    const siblings = this.all.filter((run) => run.repository === event.repository && run.workflowId === facts.workflowId)
    const run: RunRecord = {
      id: facts.id,
      repository: event.repository,
      workflowId: facts.workflowId,
      workflowName: facts.workflowName,
      workflowPath: facts.workflowPath,
      runNumber: siblings.length + 1,
      runAttempt: 1,
      displayTitle: facts.displayTitle,
      event,
      headBranch: event.headBranch,
      headSha: event.headSha,
      actor: event.actor,
      triggeringActor: event.actor,
      status: 'queued',
      conclusion: null,
      createdAt: now,
      startedAt: now,
      updatedAt: now,
      jobs: [],
      previousAttempts: [],
      ownLog: '',
      suiteId: facts.suiteId,
      cancelRequested: false,
      get log() {
        return fullLog(this)
      },
    }
    this.all.push(run)
    return run
  }

  onKill(runId: number, kill: () => void): () => void {
    const set = this.kills.get(runId) ?? new Set()
    this.kills.set(runId, set.add(kill))
    return () => void set.delete(kill)
  }

  kill(runId: number): void {
    for (const kill of this.kills.get(runId) ?? []) kill()
  }

  killAll(): void {
    for (const runId of this.kills.keys()) this.kill(runId)
  }
}

/** Puts the ended attempt aside and begins the next one. */
export function beginAttempt(run: RunRecord, triggeringActor: string, now: string): void {
  const ended: WorkflowRun = { ...run, jobs: [...run.jobs], log: run.log }
  run.previousAttempts = [...run.previousAttempts, ended]
  run.runAttempt += 1
  run.triggeringActor = triggeringActor
  run.status = 'queued'
  run.conclusion = null
  run.startedAt = now
  run.updatedAt = now
  run.ownLog = ''
  run.cancelRequested = false
  run.jobs.length = 0
}
