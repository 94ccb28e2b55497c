import type { Who } from './principal.ts'

export interface LoggedRequest {
  readonly at: string
  readonly kind: 'rest' | 'graphql' | 'git' | 'control'
  readonly method: string
  /** The template, `/repos/{owner}/{repo}/pulls`; for GraphQL the operation; for git `upload-pack` or `receive-pack`. */
  readonly route: string
  readonly path: string
  readonly who: Who
  /** 0 where the socket was dropped. */
  readonly status: number
  /** True for what can change state. */
  readonly write: boolean
  readonly milliseconds: number
}

export interface RequestLog {
  readonly all: readonly LoggedRequest[]
  /** Requests made with the tokens of one run, all attempts and jobs. */
  ofRun(runId: number): readonly LoggedRequest[]
  /** REST and GraphQL together; git apart (one round trip is one request). */
  count(runId: number): { readonly api: number; readonly writes: number; readonly git: number }
  write(request: LoggedRequest): void
}

export function createRequestLog(): RequestLog {
  const all: LoggedRequest[] = []
  const ofRun = (runId: number): LoggedRequest[] => all.filter((request) => request.who.runId === runId)
  return {
    all,
    ofRun,
    count(runId) {
      const mine = ofRun(runId)
      const api = mine.filter(({ kind }) => kind === 'rest' || kind === 'graphql')
      return {
        api: api.length,
        writes: api.filter(({ write }) => write).length,
        git: mine.filter(({ kind }) => kind === 'git').length,
      }
    },
    write: (request) => void all.push(request),
  }
}
