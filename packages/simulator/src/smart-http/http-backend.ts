import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { gitEnvironment } from '../git/run-git.ts'
import type { Exchange } from '../http/exchange.ts'

export interface BackendRequest {
  /** The bare repository. */
  readonly path: string
  /** `/info/refs`, `/git-upload-pack` … */
  readonly service: string
  readonly query: string
  readonly env: Readonly<Record<string, string>>
  readonly body: Readable | Buffer
  /** Whether the body is gzip'd still, as the client sent it. */
  readonly encoded: boolean
}

export interface BackendAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** What came with the head, and then the rest as it comes. */
  readonly first: Buffer
  readonly rest: Readable
  readonly child: ChildProcess
}

function cgi(exchange: Exchange, request: BackendRequest): Record<string, string> {
  const { headers } = exchange.request
  const length = Buffer.isBuffer(request.body) ? String(request.body.length) : headers['content-length']
  return {
    GIT_PROJECT_ROOT: request.path,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: request.service,
    QUERY_STRING: request.query,
    REQUEST_METHOD: exchange.method,
    REMOTE_USER: exchange.principal.login,
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: headers['content-type'] ?? '',
    ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
    ...(request.encoded ? { HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '' } : {}),
    ...(typeof headers['git-protocol'] === 'string' ? { GIT_PROTOCOL: headers['git-protocol'] } : {}),
    ...request.env,
  }
}

/** Starts git's CGI program and resolves when its head has come; the body streams. */
export async function runBackend(exchange: Exchange, request: BackendRequest): Promise<BackendAnswer> {
  const child = spawn('git', ['http-backend'], { env: gitEnvironment(cgi(exchange, request)), stdio: ['pipe', 'pipe', 'ignore'] })
  // A client that goes away, or a git that has read enough, breaks the pipe; the exit of git decides.
  child.stdin.on('error', () => undefined)
  if (Buffer.isBuffer(request.body)) child.stdin.end(request.body)
  else request.body.pipe(child.stdin)
  const { head, first } = await readHead(child.stdout)
  const fields = head.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const]
  })
  const { status, ...headers } = Object.fromEntries(fields)
  return { status: Number((status ?? '200').split(' ')[0]), headers, first, rest: child.stdout, child }
}

function readHead(output: Readable): Promise<{ readonly head: string; readonly first: Buffer }> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0)
    const finish = (error: Error): void => reject(error)
    const take = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk])
      const end = /\r?\n\r?\n/.exec(seen.toString('latin1'))
      if (end === null) return
      output.off('data', take)
      output.off('end', ended)
      output.pause()
      resolve({ head: seen.toString('latin1', 0, end.index), first: seen.subarray(end.index + end[0].length) })
    }
    const ended = (): void => finish(new Error('git http-backend ended without an answer.'))
    output.on('data', take)
    output.on('end', ended)
    output.on('error', finish)
  })
}

export async function collect(answer: BackendAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [answer.first]
  for await (const chunk of answer.rest) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
