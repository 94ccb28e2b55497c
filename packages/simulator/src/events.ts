/** Names of the events that can start a workflow, as written after `on:`. */
export type EventName =
  | 'push'
  | 'create'
  | 'delete'
  | 'pull_request'
  | 'pull_request_target'
  | 'pull_request_review'
  | 'issue_comment'
  | 'status'
  | 'check_run'
  | 'deployment'
  | 'deployment_status'
  | 'workflow_dispatch'
  | 'repository_dispatch'
  | 'workflow_run'
  | 'schedule'

/**
 * One thing that happened and may start workflows. An event that GITHUB_TOKEN's rules keep silent is never queued
 * (it stands in the journal only).
 */
export interface SimEvent {
  readonly id: number
  readonly name: EventName
  /** `opened`, `synchronize`, `submitted` …; absent where GitHub has no action. For repository_dispatch its event type. */
  readonly action?: string
  /** `owner/name` */
  readonly repository: string
  /** GITHUB_REF of the runs it starts: `refs/heads/x`, `refs/pull/3/merge`. */
  readonly ref: string
  /** GITHUB_SHA of the runs it starts (pull_request: the test merge commit). */
  readonly sha: string
  /** The commit whose `.github/workflows` are read; equals `sha` except where GitHub reads the default branch. */
  readonly workflowSha: string
  /** Only this workflow file may start (workflow_dispatch, schedule). */
  readonly workflowPath?: string
  /** head_branch and head_sha of the run (pull_request: the head of the pull request, not the merge commit). */
  readonly headBranch: string
  readonly headSha: string
  /** Base branch of a pull request event, for `branches:` filters and GITHUB_BASE_REF. */
  readonly baseBranch?: string
  /** Paths changed by the push or the pull request, for `paths:` filters; absent where no such filter applies. */
  readonly changedPaths?: readonly string[]
  /** Login of who caused it. */
  readonly actor: string
  /** Run whose token caused it, when one did. */
  readonly causedByRun?: number
  /** ISO 8601, by the simulator's clock. */
  readonly raisedAt: string
  /** The content of GITHUB_EVENT_PATH. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** What a caller gives; the queue adds id and time. */
export type SimEventDraft = Omit<SimEvent, 'id' | 'raisedAt'>

export interface EventQueue {
  /** Events not handed to the runner yet, oldest first. */
  readonly pending: readonly SimEvent[]
  /** Every event ever raised. */
  readonly all: readonly SimEvent[]
  raise(draft: SimEventDraft): SimEvent
  take(): SimEvent | undefined
  /** Called after each raise. */
  onRaise(listener: () => void): void
}

export function createEventQueue(now: () => string): EventQueue {
  const pending: SimEvent[] = []
  const all: SimEvent[] = []
  const listeners: (() => void)[] = []
  return {
    pending,
    all,
    raise(draft) {
      const event: SimEvent = { ...draft, id: all.length + 1, raisedAt: now() }
      all.push(event)
      pending.push(event)
      for (const listener of listeners) listener()
      return event
    },
    take: () => pending.shift(),
    onRaise: (listener) => void listeners.push(listener),
  }
}
