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

export interface RunFacts {
  readonly id: number
  readonly suiteId: number
  readonly workflowId: number
  readonly workflowName: string
  readonly workflowPath: string
  readonly displayTitle: string
  readonly event: SimEvent
  readonly now: string
}

function newRun({ now, ...facts }: RunFacts, runNumber: number): RunRecord {
  const { event } = facts
  return {
    ...facts,
    repository: event.repository,
    runNumber,
    runAttempt: 1,
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
    cancelRequested: false,
    get log() {
      return fullLog(this)
    },
  }
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

  add(facts: RunFacts): RunRecord {
    const { repository } = facts.event
    const earlier = this.all.filter((run) => run.repository === repository && run.workflowId === facts.workflowId)
    const run = newRun(facts, earlier.length + 1)
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
