import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface LoopbackRequest {
  method: string
  /** With query. */
  path: string
  body: Record<string, unknown>
}

/** A status with a JSON body, or `drop`: the connection breaks. */
export type Answer = { status: number; json?: unknown; headers?: Record<string, string> } | 'drop'
export type Handler = (request: LoopbackRequest) => Answer

export interface Loopback extends AsyncDisposable {
  url: string
  requests: LoopbackRequest[]
}

/** A tiny GitHub for the answers that a well-behaved one seldom gives. Unknown requests answer 404. */
export async function loopback(handle: Handler): Promise<Loopback> {
  const requests: LoopbackRequest[] = []
  const server = createServer((request, response) => void answer(request, response, handle, requests))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handler,
  requests: LoopbackRequest[],
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const seen = { method: request.method ?? '', path: request.url ?? '', body: text === '' ? {} : JSON.parse(text) }
  requests.push(seen)
  const given = handle(seen)
  if (given === 'drop') {
    request.socket.destroy()
    return
  }
  response.writeHead(given.status, { 'content-type': 'application/json; charset=utf-8', ...given.headers })
  response.end(given.json === undefined ? undefined : JSON.stringify(given.json))
}

/** A pull request as GitHub gives it, as far as the adapter reads. */
export function pullRequestJson(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    number: 7,
    node_id: 'PR_7',
    html_url: 'https://github.test/acme/shop/pull/7',
    title: 'Promote',
    body: 'Text',
    draft: false,
    state: 'open',
    merged: false,
    merged_at: null,
    merge_commit_sha: 'c'.repeat(40),
    user: { login: 'github-actions[bot]' },
    head: { ref: 'promote/qa/gift-cards', sha: 'a'.repeat(40), repo: { full_name: 'acme/shop' } },
    base: { ref: 'env/qa', sha: 'b'.repeat(40) },
    ...change,
  }
}
