/** What an action did: the closed list that workflows branch on. */
export const outcomes = {
  built: 'A package was built and stored.',
  released: 'A release was built or stored.',
  opened: 'A promotion or reset pull request was opened.',
  refreshed: 'An open promotion or reset pull request was brought up to date.',
  unchanged: 'Everything asked for was so already.',
  conflict: 'A draft pull request waits for a person to resolve its conflicts.',
  pending: 'Gates wait for time, people or checks.',
  merged: 'The gates passed and the pull request was merged.',
  recorded: 'A human act was recorded.',
  deployed: 'The environment was deployed and verified.',
  'rolled-back': 'The environment is back on its last verified state.',
  started: 'The workflow of the default branch was started.',
  swept: 'Everything pending was looked at again.',
  blocked: 'A rule forbids it; the reason says which.',
  failed: 'Something broke; the reason is its code.',
  planned: 'This is what would happen; nothing was changed.',
} as const
export type Outcome = keyof typeof outcomes

/** Why: the closed list of reasons beside an outcome. A failure's reason is its error code. */
export const reasons = {
  done: 'Nothing stands in the way.',
  'nothing-to-do': 'The asked state was there already.',
  'not-verified-before': 'An environment before this one has not deployed and verified this package.',
  'requires-missing': 'A package it requires is not in the environment.',
  'replaces-several': 'Its former names are those of several packages that the environment holds.',
  'object-missing': 'Its SQL needs an object that the environment does not have.',
  'rehearsal-failed': 'Its migrations failed on a copy of the target.',
  held: 'The package is quarantined.',
  paused: 'The environment is paused.',
  stopped: 'Someone stopped the line.',
  'presence-unknown': 'A commit from outside makes it unclear what the environment holds.',
  'baseline-unknown': 'Nobody knows which state of production the environment contains.',
  'history-rewritten': 'The branch of the environment was rewound, replaced or deleted.',
  'tip-undecided': 'The branch carries a package without a passed decision.',
  'foreign-change': 'The pull request carries changes that the package does not.',
  'workflow-files': 'A person must push and merge changes under .github/workflows.',
  'text-conflict': 'The same lines were changed elsewhere.',
  'gates-pending': 'Not every gate is open.',
  'gates-failed': 'A gate says no.',
  'release-missing': 'The release of the new content is not built yet.',
  'lease-held': 'Another operation is changing the environment.',
  'head-moved': 'Someone pushed meanwhile; it is evaluated again.',
  'base-moved': 'The branch moved meanwhile and it is made again, or the pull request asks for another branch now.',
  drift: 'The database is not in the state that was recorded.',
  'config-missing': 'The environment lacks declared configuration.',
  'verification-failed': 'The shakedown failed.',
  'taken-back': 'A person took a package back.',
  'rollback-refused': 'It cannot be taken back without losing data.',
  'data-loss': 'Data would be lost, and not exactly that was named.',
  'plan-unknown': 'How the database goes back is known only where the secret of its URL is.',
  'plan-shown': 'The plan loses data: it was shown, and the same request once more carries it out.',
  'applied-changed': 'A migration that the target already ran was edited or dropped and cannot be undone.',
  'history-unsettled': 'Another migration tool left a migration half done in the database.',
  'not-disposable': 'Only an environment that says it is disposable is reset, and never production.',
  governance: 'Changes under .github and of the configuration need the governance approval.',
} as const
export type Reason = keyof typeof reasons

/** The one JSON document behind every action and `--json`. */
export interface Result {
  schema: 1
  outcome: Outcome
  /** A reason of the list, or the code of an error. */
  reason: string
  message: string
  operation?: string
  environment?: string
  packages?: string[]
  /** Version by package, where one was built or found. */
  versions?: Record<string, string>
  pullRequest?: number
  shas?: { head?: string; tip?: string; merge?: string; content?: string }
  /** Promotions whose content has no release yet: each is built in a job without rights, stored by another, and its gate waits for it. */
  releases?: {
    /** None where nothing waits for it, as for the way back of a later rollback. */
    environment?: string
    /** None for a sync, and for what a branch holds already, whose deployment waits. */
    package?: string
    content: string
    head: string
  }[]
  /** What a rollback does, or a promotion that is only planned would do, a line for each thing. */
  plan?: string[]
  /** What a rollback loses, as its input `allow-data-loss` must name it. */
  losses?: string[]
  /** What happens next, for a machine: which workflow was or should be started. */
  next?: { workflow: string; inputs: Record<string, string> }[]
  /** What a person can do now. */
  advice?: string[]
}

/** A result for what a rule forbids. */
export function blocked(
  reason: Reason,
  message: string,
  rest: Partial<Omit<Result, 'schema' | 'outcome' | 'reason' | 'message'>> = {},
): Result {
  return { schema: 1, outcome: 'blocked', reason, message, ...rest }
}
