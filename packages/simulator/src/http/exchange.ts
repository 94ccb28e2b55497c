import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { anonymous, whoOf } from '../principal.ts'
import type { Principal } from '../principal.ts'
import type { LoggedRequest } from '../request-log.ts'
import type { World } from '../world/world.ts'
import type { Answer } from './route.ts'

const bodyLimit = 64 * 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A request body came as text.')
    size += chunk.length
    if (size > bodyLimit) throw new RangeError('A request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** One request on its way: what the log will say of it, and the one place that answers and logs. */
export class Exchange {
  readonly world: World
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Path and query as called. */
  readonly target: string
  principal: Principal = anonymous
  kind: LoggedRequest['kind'] = 'rest'
  route: string
  write = false
  private readonly began = performance.now()

  constructor(world: World, request: IncomingMessage, response: ServerResponse) {
    this.world = world
    this.request = request
    this.response = response
    this.target = request.url ?? '/'
    this.route = `${request.method ?? 'GET'} (no route)`
    response.setHeader('Date', world.clock.now().toUTCString())
  }

  get method(): string {
    return this.request.method ?? 'GET'
  }

  log(status: number): void {
    this.world.requests.write({
      at: this.world.clock.iso(),
      kind: this.kind,
      method: this.method,
      route: this.route,
      path: this.target,
      who: whoOf(this.principal),
      status,
      write: this.write,
      milliseconds: Math.round(performance.now() - this.began),
    })
  }

  drop(): void {
    this.log(0)
    this.request.socket.destroy()
  }

  /** Sends JSON with an ETag; a GET that has it already gets 304. */
  sendJson(answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`
    const known = this.method === 'GET' && answer.status === 200 && this.request.headers['if-none-match'] === etag
    const status = known ? 304 : answer.status
    this.response.writeHead(status, {
      ...headers,
      ...answer.headers,
      'x-github-media-type': 'github.v3; format=json',
      ...(this.method === 'GET' ? { etag } : {}),
      ...(text === '' || known ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    })
    this.log(status)
    this.response.end(known ? '' : text)
  }

  sendText(status: number, text: string, contentType: string, headers: Readonly<Record<string, string>> = {}): void {
    this.response.writeHead(status, { ...headers, 'content-type': contentType })
    this.log(status)
    this.response.end(text)
  }
}
