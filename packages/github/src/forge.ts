import type { Forge, Oid } from '@stagecoach/core'
import { openApi, type Api } from './api.ts'
import { statuses } from './checks.ts'
import type { ForgeClock } from './clock.ts'
import { deployments } from './deployments.ts'
import { identity } from './identity.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { pullRequests } from './pull-requests.ts'
import { remember } from './remember.ts'
import { reviews } from './reviews.ts'
import { runs } from './runs.ts'
import { upsertComment } from './sticky-comment.ts'

export interface ForgeOptions {
  /** GITHUB_TOKEN, an App's installation token, or a person's. */
  token: string
  /** Reads team members in place of `token`: GITHUB_TOKEN sees no teams. */
  teamToken?: string
  /** `https://api.github.com`, or `GITHUB_API_URL` of the run. */
  apiUrl: string
  /** `owner/name` */
  repository: string
  /** The workflow run this process belongs to; its URL is linked from deployments. */
  run?: { id: number; attempt: number; url: string }
  /** Slug of the App when the token is an App's; else comments are looked for under `github-actions[bot]`. */
  appSlug?: string
  /** Fed with each answer's `Date` header. */
  clock?: ForgeClock
  /** A line when it waits for a rate limit. */
  onWait?: (line: string) => void
  /** Milliseconds in which one request must be answered; default 30 s. */
  timeout?: number
  /** Milliseconds that stand for one second of waiting; tests make it small. */
  second?: number
}

/** What the composition roots ask besides the port. */
export interface OpenedForge extends Forge {
  /** One request for the life of the process. Also the first proof that token and name are right. */
  repository(): Promise<{ defaultBranch: string; private: boolean }>
  /** Under whose name this token writes: a person's login, or `<app>[bot]`. */
  login(): Promise<string>
  /** Requests sent so far; `writes` are those other than GET. */
  readonly requests: Readonly<{ total: number; writes: number }>
}

/** GitHub by REST (and GraphQL where REST cannot). Errors: see `classify`. */
export function openForge(options: ForgeOptions): OpenedForge {
  const { clock, run, appSlug, teamToken, ...rest } = options
  const api = openApi({ ...rest, ...(clock === undefined ? {} : { onDate: (header) => clock.observe(header) }) })
  const teamApi = teamToken === undefined ? api : openApi({ ...rest, token: teamToken })
  const login = identity(api, options.token, appSlug)
  const repository = remember(() => readRepository(api))
  return {
    ...pullRequests(api),
    ...statuses(api),
    ...reviews(api, teamApi),
    ...runs(api, async () => (await repository()).defaultBranch),
    ...deployments(api, run?.url),
    upsertComment: async (number, marker, body) => upsertComment(api, await login(), number, marker, body),
    merge: (number, expectedHead: Oid, title, message) => mergePullRequest(api, { number, expectedHead, title, message }),
    repository,
    login,
    requests: api.requests,
  }
}

async function readRepository(api: Api): Promise<{ defaultBranch: string; private: boolean }> {
  const { client, owner, repo } = api
  const { data } = await api.attempt('read the repository', () => client.rest.repos.get({ owner, repo }))
  return { defaultBranch: data.default_branch, private: data.private }
}
