/** What an octokit request error says, as our own type. */
export interface Failure {
  /** 500 also stands for a connection that broke, as in octokit. */
  status: number
  /** GitHub's message together with the messages of its `errors` list, without the documentation link. */
  message: string
  headers: Readonly<Record<string, string>>
  /** The server may have done it: it answered 5xx, or nothing at all. */
  uncertain: boolean
}

/** Reads an error thrown by octokit; undefined when it is something else (a bug of ours). */
export function readFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'GraphqlResponseError') return readGraphqlFailure(error)
  // What the throttling plugin throws once it has waited often enough.
  if (error.message === 'GraphQL Rate Limit Exceeded')
    return { status: 429, message: error.message, headers: {}, uncertain: false }
  if (!('status' in error) || typeof error.status !== 'number') return undefined
  const response = record('response' in error ? error.response : undefined)
  const data = record(response['data'])
  return {
    status: error.status,
    message: messageOf(data) ?? error.message,
    headers: texts(record(response['headers'])),
    uncertain: error.status >= 500,
  }
}

/** GitHub has sent both names of a reached limit. */
const graphqlStatus: Record<string, number> = { FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429, RATE_LIMIT: 429 }

/** GraphQL answers 200 with a list of errors; their type stands for the status REST would give. */
function readGraphqlFailure(error: Error): Failure {
  const errors = 'errors' in error && Array.isArray(error.errors) ? error.errors.map(record) : []
  const status = graphqlStatus[String(errors[0]?.['type'])] ?? 422
  return { status, message: messageOf({ errors }) ?? error.message, headers: {}, uncertain: false }
}

function messageOf(data: Record<string, unknown>): string | undefined {
  const errors = Array.isArray(data['errors']) ? data['errors'] : []
  const details = errors.map((entry) => (typeof entry === 'string' ? entry : detailOf(record(entry))))
  const parts = [data['message'], ...details].filter((part) => typeof part === 'string' && part !== '')
  return parts.length === 0 ? undefined : parts.join(': ')
}

/** `A pull request already exists for o:h.`, or `head invalid` where GitHub gives no sentence. */
function detailOf(entry: Record<string, unknown>): unknown {
  return entry['message'] ?? [entry['field'], entry['code']].filter((part) => typeof part === 'string').join(' ')
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function texts(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
