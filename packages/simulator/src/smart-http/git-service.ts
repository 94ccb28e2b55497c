import { spawn } from 'node:child_process'
import type { IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { BareRepository } from '../git/bare-repository.ts'
import { gitEnvironment } from '../git/run-git.ts'

export type Service = 'upload-pack' | 'receive-pack'

export interface ServiceCall {
  /** Given to git before the name of the program, such as `-c` and a setting. */
  readonly settings?: readonly string[]
  readonly advertise?: boolean
  /** The header Git-Protocol. */
  readonly protocol: string | undefined
  readonly env?: Readonly<Record<string, string>>
  readonly body: Readable | Buffer
}

/** Starts the program that answers one request, what `git http-backend` would start too; its output streams. */
export function startService(bare: BareRepository, service: Service, call: ServiceCall): Readable {
  const mode = ['--stateless-rpc', ...(call.advertise === true ? ['--http-backend-info-refs'] : [])]
  const protocol = call.protocol === undefined ? {} : { GIT_PROTOCOL: call.protocol }
  const child = spawn('git', [...(call.settings ?? []), service, ...mode, '.'], {
    cwd: bare.path,
    env: gitEnvironment({ ...protocol, ...call.env }),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.on('error', (error) => child.stdout.destroy(error))
  // A client that goes away, a body that is no gzip, or a git that has read enough breaks the pipe; git sees the end of its
  // input, and what it has answered by then is the answer.
  pipeline(Buffer.isBuffer(call.body) ? Readable.from([call.body]) : call.body, child.stdin, () => undefined)
  return child.stdout
}

export async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function protocolOf(request: IncomingMessage): string | undefined {
  const header = request.headers['git-protocol']
  return typeof header === 'string' ? header : undefined
}

/** Whether the client asks for version 2 (`version=2` among parts divided by colons). */
export function isVersion2(protocol: string | undefined): boolean {
  return protocol?.split(':').includes('version=2') === true
}

/** The body as it was before the client compressed it. */
export function plainBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']
  return encoding === 'gzip' || encoding === 'x-gzip' ? request.pipe(createGunzip()) : request
}

/** The headers of each answer of smart HTTP (gitprotocol-http): never to be kept. */
export function answerHeaders(service: Service, kind: 'advertisement' | 'result'): Readonly<Record<string, string>> {
  return {
    'content-type': `application/x-git-${service}-${kind}`,
    expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
    pragma: 'no-cache',
    'cache-control': 'no-cache, max-age=0, must-revalidate',
  }
}
