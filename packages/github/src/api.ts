import { StagecoachError, visibleText } from '@stagecoach/core'
import { Octokit } from '@octokit/rest'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { classify } from './classify.ts'
import { createWritePace } from './write-pace.ts'

export interface ApiOptions {
  token: string
  /** `https://api.github.com`, or `GITHUB_API_URL` of the run. */
  apiUrl: string
  /** `owner/name` */
  repository: string
  /** Sees each answer's `Date` header. */
  onDate?: (header: string | null) => void
  /** A line when it waits for a rate limit or tries again. */
  onWait?: (line: string) => void
  /** Milliseconds in which one request must be answered; default 30 s. */
  timeout?: number
  /** Milliseconds that stand for one second of waiting between attempts; tests make it small. */
  second?: number
}

export interface Api {
  readonly client: Octokit
  readonly owner: string
  readonly repo: string
  readonly repository: string
  /** Requests sent so far, each attempt counted. */
  readonly requests: { total: number; writes: number }
  readonly second: number
  /** Runs one step and classifies what it throws; `what` completes `Cannot … in owner/name`. */
  attempt<T>(what: string, step: () => Promise<T>): Promise<T>
}

/** Marks a write that changes nothing when it happens twice. (Naming a number of retries here would make the plugin repeat a 422, too.) */
export const repeatable = { repeatable: true } as const

/** Waits for a rate limit no longer than this: a runner costs money, and the sweep comes every 15 minutes anyway. */
const longestWait = 90
const limitRetries = 2
const readRetries = 2

/** One client for one repository: retries reads, writes only where the caller says that they may be repeated, and honours rate limits within bounds. */
export function openApi(options: ApiOptions): Api {
  const [owner = '', repo = ''] = options.repository.split('/')
  if (options.token === '')
    throw new StagecoachError('token-missing', `There is no token for ${options.repository}.`, {
      hint: 'Leave the input `github-token` out, or check that the secret it names exists.',
    })
  const requests = { total: 0, writes: 0 }
  const second = options.second ?? 1_000
  const client = openClient(options, requests, second)
  return {
    client,
    owner,
    repo,
    repository: options.repository,
    requests,
    second,
    async attempt(what, step) {
      try {
        return await step()
      } catch (error) {
        throw classify(error, { what, repository: options.repository })
      }
    },
  }
}

function openClient(options: ApiOptions, requests: Api['requests'], second: number): Octokit {
  const client: Octokit = new (Octokit.plugin(retry, throttling))({
    auth: options.token,
    baseUrl: options.apiUrl,
    userAgent: 'stagecoach',
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { fetch: countingFetch(options, requests) },
    // A 429 belongs to the throttling plugin alone; 405 and 409 never change by asking again.
    retry: {
      doNotRetry: [304, 400, 401, 403, 404, 405, 409, 410, 422, 429, 451],
      retries: readRetries,
      retryAfterBaseValue: second,
    },
    throttle: throttleOptions(options, second),
  })
  client.hook.before('request', (request) => {
    if (isWrite(request.method, request.url) && request.request['repeatable'] !== true) request.request.retries = 0
    // What GitHub shows of it came from untrusted hands, too: names, titles, reasons.
    for (const key of ['title', 'body', 'description'])
      if (typeof request[key] === 'string') request[key] = visibleText(request[key])
  })
  return client
}

function ignore(): void {}

function isWrite(method: string, url: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && !url.endsWith('/graphql')
}

function countingFetch(options: ApiOptions, requests: { total: number; writes: number }): typeof fetch {
  const timeout = options.timeout ?? 30_000
  return async (input, init) => {
    requests.total += 1
    if ((init?.method ?? 'GET') !== 'GET') requests.writes += 1
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeout) })
    options.onDate?.(response.headers.get('date'))
    return response
  }
}

type LimitHandler = (after: number, request: unknown, client: unknown, tried: number) => boolean

function throttleOptions(options: ApiOptions, second: number): NonNullable<Parameters<typeof throttling>[1]['throttle']> {
  const wait =
    (kind: string): LimitHandler =>
    (after, _request, _client, tried) => {
      const again = tried < limitRetries && after <= longestWait
      if (again) options.onWait?.(`GitHub's ${kind} rate limit is reached: waiting ${after} s.`)
      return again
    }
  const pace = createWritePace(10, second)
  const paced = { key: () => ({ schedule: (_job: unknown, next: () => Promise<unknown>) => pace().then(next) }) }
  const free = { key: () => ({ schedule: (_job: unknown, next: () => Promise<unknown>) => next() }) }
  // The plugin asks only for `key().schedule()` of a Bottleneck group. Its own would space six writes over ten seconds, and cost each request some timers.
  const groups: object = { write: paced, notifications: free, global: free }
  return {
    id: `${options.apiUrl} ${options.repository}`,
    fallbackSecondaryRateRetryAfter: 60,
    retryAfterBaseValue: second,
    onRateLimit: wait('primary'),
    onSecondaryRateLimit: wait('secondary'),
    ...groups,
  }
}
