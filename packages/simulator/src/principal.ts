import type { TokenPermissions } from './permissions.ts'

/** Who did something, as the journal and the request log keep it. */
export interface Who {
  /** `mira`, `github-actions[bot]`, `stagecoach[bot]`, `(anonymous)`, `(simulator)`. */
  readonly login: string
  readonly kind: 'user' | 'job' | 'app' | 'anonymous' | 'simulator'
  readonly runId?: number
  readonly runAttempt?: number
  readonly jobId?: number
}

/** The bearer of a token. */
export interface Principal extends Who {
  /** Tokens of jobs and Apps act in one repository only, within these permissions. */
  readonly repository?: string
  readonly permissions?: TokenPermissions
  /** Slug of the App that acts: `github-actions` for a job. */
  readonly app?: string
}

export const anonymous: Principal = { login: '(anonymous)', kind: 'anonymous' }
export const simulatorItself: Principal = { login: '(simulator)', kind: 'simulator' }

/** The part of a principal worth keeping: no permissions, no token. */
export function whoOf(principal: Principal): Who {
  return {
    login: principal.login,
    kind: principal.kind,
    ...(principal.runId === undefined ? {} : { runId: principal.runId }),
    ...(principal.runAttempt === undefined ? {} : { runAttempt: principal.runAttempt }),
    ...(principal.jobId === undefined ? {} : { jobId: principal.jobId }),
  }
}
