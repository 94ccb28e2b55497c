import { BareRepository } from '../git/bare-repository.ts'
import { Memo } from '../git/memo.ts'
import type { JsonObject } from '../present/json.ts'
import type { BranchProtection, CollaboratorRole } from '../simulator.ts'
import type { CheckRun, CommitStatus } from './commit-evidence.ts'
import type { Deployment } from './deployment.ts'
import { Mutex } from './mutex.ts'
import type { PullRequest } from './pull-request.ts'

export interface Label {
  readonly id: number
  readonly name: string
  color: string
  description: string | null
}

export interface Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: string
}

export interface RepositorySettings {
  readonly allowMergeCommit: boolean
  readonly allowSquashMerge: boolean
  readonly allowRebaseMerge: boolean
  readonly deleteBranchOnMerge: boolean
  readonly actionsMayCreatePullRequests: boolean
  readonly defaultTokenPermissions: 'read' | 'write'
}

export interface WorkflowFile {
  readonly path: string
  readonly name: string
  /** Inputs of `workflow_dispatch`; undefined when the workflow does not have that trigger. */
  readonly dispatchInputs: JsonObject | undefined
}

/** What is not in git. Refs and commits are in the bare repository and nowhere else. */
export class Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly bare: BareRepository
  readonly defaultBranch: string
  readonly private: boolean
  readonly settings: RepositorySettings
  readonly createdAt: string
  pushedAt: string
  /** One writer at a time: REST writes, merges, pushes. */
  readonly lock = new Mutex()
  readonly collaborators = new Map<string, CollaboratorRole>()
  readonly teams = new Map<string, CollaboratorRole>()
  readonly pulls: PullRequest[] = []
  readonly labels = new Map<string, Label>()
  readonly statuses: CommitStatus[] = []
  readonly checkRuns: CheckRun[] = []
  readonly deployments: Deployment[] = []
  readonly environments = new Map<string, Environment>()
  /** Branches that may use an environment; one that is not in here takes any ref. */
  readonly environmentBranches = new Map<string, readonly string[]>()
  readonly protections = new Map<string, BranchProtection>()
  /** Who may make, move and delete tags of a pattern: logins and App slugs. */
  readonly tagRules = new Map<string, readonly string[]>()
  /** What workflow files say, by blob and path. */
  readonly workflowFiles = new Memo<WorkflowFile>(500)
  /** Ids of the workflow files ever seen. */
  readonly workflowIds = new Map<string, number>()
  /** Key: environment name, or '' for the repository. */
  readonly secrets = new Map<string, Record<string, string>>()
  readonly variables = new Map<string, Record<string, string>>()

  constructor(facts: {
    id: number
    owner: string
    name: string
    path: string
    defaultBranch: string
    private: boolean
    settings: RepositorySettings
    createdAt: string
  }) {
    this.id = facts.id
    this.owner = facts.owner
    this.name = facts.name
    this.bare = new BareRepository(facts.path)
    this.defaultBranch = facts.defaultBranch
    this.private = facts.private
    this.settings = facts.settings
    this.createdAt = facts.createdAt
    this.pushedAt = facts.createdAt
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`
  }

  pull(number: number): PullRequest | undefined {
    return this.pulls.find((pull) => pull.number === number)
  }

  /** The protection of a branch: its own, else that of the first pattern with `*` that fits. */
  protectionOf(branch: string): BranchProtection | undefined {
    const own = this.protections.get(branch)
    if (own !== undefined) return own
    for (const [pattern, protection] of this.protections) {
      if (pattern.includes('*') && fits(pattern, branch)) return protection
    }
    return undefined
  }

  /** Who may change a tag; undefined: anyone who may push. */
  tagRuleOf(tag: string): readonly string[] | undefined {
    for (const [pattern, allowed] of this.tagRules) if (fits(pattern, tag)) return allowed
    return undefined
  }

  /** Whether a job that runs for this ref may use an environment and its secrets. */
  mayUse(environment: string, ref: string): boolean {
    const patterns = this.environmentBranches.get(environment)
    const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined
    return patterns === undefined || (branch !== undefined && patterns.some((pattern) => fits(pattern, branch)))
  }
}

function fits(pattern: string, branch: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$+?.()|[\]{}]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`).test(branch)
}
