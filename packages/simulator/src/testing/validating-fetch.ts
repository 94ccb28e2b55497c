import { GithubSchema } from './github-schema.ts'

let schema: GithubSchema | undefined

function json(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text)
}

/** A fetch that fails when an exchange with the simulator is not as GitHub's OpenAPI description says. */
export const validatingFetch: typeof fetch = async (input, init) => {
  schema ??= new GithubSchema()
  const response = await fetch(input, init)
  const url = new URL(input instanceof Request ? input.url : input)
  const text = await response.clone().text()
  const sent = typeof init?.body === 'string' ? init.body : ''
  if (!(response.headers.get('content-type') ?? 'application/json').includes('json')) return response
  const problems = schema.problems(init?.method ?? 'GET', url.pathname, response.status, json(sent), json(text))
  if (problems.length > 0) throw new Error(`Not as GitHub describes it:\n${problems.slice(0, 10).join('\n')}`)
  return response
}
