import type { Oid } from '../package/package.ts'

/** GitHub as the use cases need it. Adapters retry, page and classify; what they throw is a StagecoachError with the line to change. */
export interface Forge extends PullRequests, Statuses, Reviews, Runs, Projections {}

export interface PullRequests {
  /** The open pull request of a head branch onto a base branch. */
  findOpen(head: string, base: string): Promise<PullRequest | undefined>
  /** All open pull requests whose head starts with `promote/`, `rollback/`, `sync/` or `reset/`. */
  listOpen(): Promise<PullRequest[]>
  get(number: number): Promise<PullRequest>
  /** Adopts the pull request an earlier attempt opened. */
  open(draft: PullRequestDraft): Promise<PullRequest>
  update(
    number: number,
    change: { title?: string; body?: string; draft?: boolean; nodeId?: string; state?: 'closed' },
  ): Promise<void>
  /** Creates or edits the one comment carrying the marker, made by this identity. No write when the body is the same. */
  upsertComment(number: number, marker: string, body: string): Promise<void>
  merge(number: number, expectedHead: Oid, title: string, message: string): Promise<MergeOutcome>
}

export interface PullRequest {
  number: number
  nodeId: string
  url: string
  title: string
  body: string
  head: { branch: string; sha: Oid }
  base: { branch: string; sha: Oid }
  draft: boolean
  state: 'open' | 'closed'
  merged: boolean
  mergeCommit?: Oid
  author: string
}

export interface PullRequestDraft {
  head: string
  base: string
  title: string
  body: string
  draft: boolean
}

/** Closed table of what PUT merge can answer (reference: pitfall C8). */
export type MergeOutcome =
  | { kind: 'merged'; commit: Oid }
  | { kind: 'head-moved' }
  | { kind: 'base-moved' }
  | { kind: 'not-mergeable'; message: string }
  | { kind: 'method-not-allowed'; message: string }
  | { kind: 'workflow-files'; message: string }

export interface Statuses {
  setStatus(
    sha: Oid,
    status: { context: string; state: 'pending' | 'success' | 'failure' | 'error'; description: string; url?: string },
  ): Promise<void>
  /** Commit statuses and check runs, newest first and one per name and source. `skipped`, `neutral` and `cancelled` are not success.
   *  With `asked`, statuses are not asked for when a check run of the App that it names answers each: one request in place of two. */
  checks(sha: Oid, asked?: readonly { name: string; app?: string }[]): Promise<Check[]>
}

export interface Check {
  name: string
  state: 'success' | 'pending' | 'failure'
  detail: string
  /** Of statuses under one name the newest counts; check runs stand beside one another. */
  kind: 'status' | 'run'
  /** Slug of the App, or login of the person, that reported it. */
  source: { app: string } | { person: string }
}

export interface Reviews {
  /** A pull request and every review submitted on it, oldest first, as both are at one moment. */
  reviewed(pullRequest: number): Promise<{ pull: PullRequest; reviews: Review[] }>
  /** Which of these people are members of the team (slug in the repository's organisation). */
  teamMembers(team: string): Promise<string[]>
  /** Logins and e-mail addresses behind the commits base..head: authors, committers, co-authors. */
  commitPeople(base: Oid, head: Oid): Promise<CommitPerson[]>
  permission(login: string): Promise<Role>
}

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface Review {
  id: number
  person: string
  bot: boolean
  /** GitHub does not know this person as owner, member or collaborator; on a public repository anybody may review. */
  stranger?: boolean
  state: 'approved' | 'changes-requested' | 'commented' | 'dismissed'
  commit: Oid
  submittedAt: string
}

export interface CommitPerson {
  login?: string
  email: string
}

export interface Runs {
  /** Starts another workflow of this repository on the default branch. */
  dispatch(workflow: string, inputs: Record<string, string>): Promise<void>
  /** Whether a run (an attempt of it) still runs. Unknown runs are `ended`. */
  runState(id: number, attempt: number): Promise<'running' | 'ended'>
  /** Undefined when GitHub knows no such run. */
  findRun(id: number): Promise<StartedRun | undefined>
}

/** What started a run. */
export interface StartedRun {
  /** Path of the workflow file. */
  workflow: string
  /** Such as `push`. */
  event: string
  /** Branch and commit of the event. */
  branch: string
  commit: Oid
  /** Who requested, triggered or re-ran any attempt. */
  people: string[]
}

/** Projections are written last, found by marker, believed never. A failure here is a warning. */
export interface Projections {
  recordDeployment(record: DeploymentProjection): Promise<void>
}

export interface DeploymentProjection {
  operation: string
  environment: string
  commit: Oid
  production: boolean
  state: 'in_progress' | 'success' | 'failure'
  description: string
}
