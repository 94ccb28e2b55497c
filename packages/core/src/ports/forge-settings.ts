/** What a token was allowed to see, or why it was not. */
export type Seen<T> = { seen: true; value: T } | { seen: false; why: string }

/** Settings of the repository as `doctor` looks at them. Reads only. What a token may not see is an answer, not an error. */
export interface ForgeSettings {
  token(): Promise<TokenFacts>
  repository(): Promise<Seen<RepositoryFacts>>
  /** Rulesets and classic protection of a branch, taken together. */
  branchRules(branch: string): Promise<BranchRules>
  /** Active rulesets that keep tags from being moved and deleted. */
  protectedTags(): Promise<Seen<TagRule[]>>
  workflowPermissions(): Promise<Seen<WorkflowPermissions>>
  /** Names only; of the repository and its organisation, or of one GitHub environment. */
  secrets(environment?: string): Promise<Seen<string[]>>
  variables(): Promise<Seen<string[]>>
  /** Undefined when there is none of this name. */
  environment(name: string): Promise<Seen<EnvironmentSettings | undefined>>
  /** Logins. */
  team(slug: string): Promise<Seen<string[]>>
}

export interface TokenFacts {
  /** `installation` is an App's or a job's GITHUB_TOKEN. */
  kind: 'classic' | 'fine-grained' | 'oauth' | 'installation' | 'unknown'
  /** OAuth scopes, where GitHub names them. */
  scopes?: string[]
}

export interface RepositoryFacts {
  private: boolean
  /** Absent where the token may not see it. */
  mergeCommits?: boolean
  push: boolean
  role: 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'
}

export interface BranchRules {
  linearHistory: boolean
  mergeQueue: boolean
  /** Nobody without a bypass may force-push, or delete. */
  keepsHistory: boolean
  /** Only those with a bypass may push or merge. */
  restricted: boolean
  /** Merge methods that a rule allows; absent without such a rule. */
  mergeMethods?: string[]
  approvals: number
  /** `app` is the id of the App that must have set it; absent: anyone. */
  requiredStatuses: { context: string; app?: number }[]
  /** Why a part could not be seen. */
  unseen: string[]
}

export interface WorkflowPermissions {
  default: 'read' | 'write'
  mayCreatePullRequests: boolean
}

export interface EnvironmentSettings {
  /** `any`: every branch may use it; a job of whichever branch gets its secrets. */
  branches: 'any' | 'selected'
}

/** Patterns of names of one ruleset, with or without `refs/tags/` before them, or `~ALL`. */
export interface TagRule {
  include: string[]
  exclude: string[]
}
