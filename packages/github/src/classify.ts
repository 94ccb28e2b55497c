import { StagecoachError } from '@stagecoach/core'
import { readFailure, type Failure } from './failure.ts'
import { permissionLine } from './permission-line.ts'

/** What was being done, for the sentence `Cannot <what> in <repository>.` */
export interface Attempt {
  what: string
  repository: string
}

/**
 * Turns what octokit threw into an error a user can act on; anything else is passed on unchanged.
 * Codes: `token-refused`, `permission-missing`, `actions-may-not-create-pull-requests`, `rate-limited`, `not-found`, `forge-unreachable`, `forge-refused`.
 */
export function classify(error: unknown, attempt: Attempt): unknown {
  const failure = readFailure(error)
  if (failure === undefined) return error
  const place = `Cannot ${attempt.what} in ${attempt.repository}`
  const made = make(failure, place, requestOf(error))
  return new StagecoachError(made.code, made.message, { hint: made.hint, cause: error })
}

interface Made {
  code: string
  message: string
  hint: string
}

function make(failure: Failure, place: string, request: { method: string; path: string }): Made {
  const said = `${place}: ${failure.message}`
  if (failure.status >= 500)
    return {
      code: 'forge-unreachable',
      message: `${place}: GitHub did not answer (${failure.message}).`,
      hint: 'Run it again; what was done is adopted. See https://www.githubstatus.com when it goes on.',
    }
  if (isRateLimit(failure)) return { code: 'rate-limited', message: said, hint: rateLimitHint(failure) }
  if (failure.status === 401)
    return {
      code: 'token-refused',
      message: said,
      hint: 'The token is wrong, expired or revoked: check the input `github-token`, at a terminal the variable STAGECOACH_TOKEN, GITHUB_TOKEN or GH_TOKEN.',
    }
  if (/not permitted to create or approve pull requests/i.test(failure.message)) return mayNotCreate(said)
  if (failure.status === 403) return permissionMissing(failure, place, request)
  if (failure.status === 404)
    return {
      code: 'not-found',
      message: said,
      hint: 'GitHub also says "Not Found" to a token that may not see it: check the token and the name.',
    }
  if (request.path === '/graphql')
    return {
      code: 'forge-refused',
      message: said,
      hint: 'GitHub refused a question in GraphQL; a GitHub Enterprise Server that lacks what it names is too old.',
    }
  return { code: 'forge-refused', message: said, hint: `GitHub answered ${failure.status} to ${request.method} ${request.path}.` }
}

function permissionMissing(failure: Failure, place: string, request: { method: string; path: string }): Made {
  const line = permissionLine(request.method, request.path, failure.headers['x-accepted-github-permissions'])
  return {
    code: 'permission-missing',
    message: `${place}: the token may not do this (${failure.message}).`,
    hint: `Add \`${line}\` to the \`permissions:\` of the job; at a terminal use a token with that permission.`,
  }
}

// Both the repository and the organisation have this switch, and the stricter one wins.
function mayNotCreate(message: string): Made {
  return {
    code: 'actions-may-not-create-pull-requests',
    message,
    hint: 'Turn on Settings > Actions > General > "Allow GitHub Actions to create and approve pull requests" (repository and organisation), or use a GitHub App token.',
  }
}

function isRateLimit({ status, message, headers }: Failure): boolean {
  if (status === 429) return true
  return status === 403 && (/rate limit/i.test(message) || headers['x-ratelimit-remaining'] === '0')
}

function rateLimitHint({ headers }: Failure): string {
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['retry-after'] !== undefined) return `Run it again after ${headers['retry-after']} s; what was done is adopted.`
  if (Number.isFinite(reset) && reset > 0)
    return `Run it again after ${new Date(reset * 1000).toISOString()}; what was done is adopted.`
  return 'Run it again in some minutes; what was done is adopted.'
}

/** A question in GraphQL reads, whatever the method that carries it. */
function requestOf(error: unknown): { method: string; path: string } {
  // octokit's errors carry the request; read structurally, since their classes may be loaded twice.
  const request =
    error instanceof Error && 'request' in error ? (error.request as { method?: string; url?: string; query?: string }) : {}
  if (request.query !== undefined) return { method: /^\s*mutation\b/.test(request.query) ? 'POST' : 'GET', path: '/graphql' }
  const url = request.url ?? '/graphql'
  const path = URL.canParse(url) ? new URL(url).pathname : url
  return { method: request.method ?? 'GET', path }
}
