import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { authenticate } from '../http/authenticate.ts'
import type { Exchange } from '../http/exchange.ts'
import { FaultAnswer, passFaults } from '../http/fault-point.ts'
import { HttpError } from '../http/http-error.ts'
import { allows } from '../permissions.ts'
import { atLeast, canSee, roleOf } from '../world/access.ts'
import type { Repository } from '../world/repository.ts'
import { advertise } from './advertise.ts'
import { answerHeaders, collect, isVersion2, plainBody, protocolOf, startService } from './git-service.ts'
import { answerLsRefs } from './ls-refs.ts'
import { receivePack } from './receive-pack.ts'

const pattern = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/

export interface GitTarget {
  readonly owner: string
  readonly name: string
  readonly service: string
  readonly query: string
}

/** Whether a request is one of smart HTTP, and for what. */
export function gitTarget(target: string): GitTarget | undefined {
  const [path = '', query = ''] = target.split('?', 2)
  const [, owner, name, service] = pattern.exec(path) ?? []
  if (owner === undefined || name === undefined || service === undefined) return undefined
  return { owner, name, service, query }
}

function refuse(exchange: Exchange, repository: Repository, writing: boolean): void {
  const { principal, world } = exchange
  if (principal.kind === 'user') {
    if (!writing || atLeast(roleOf(world, repository, principal.login), 'write')) return
  } else if (principal.kind === 'anonymous') {
    if (!writing) return
  } else if (principal.repository === repository.fullName) {
    if (allows(principal.permissions ?? {}, 'contents', writing ? 'write' : 'read')) return
  } else if (!writing && !repository.private) return
  throw new HttpError(403, `Permission to ${repository.fullName}.git denied to ${principal.login}.`)
}

function openRepository(exchange: Exchange, target: GitTarget, writing: boolean): Repository {
  const { world } = exchange
  exchange.principal = authenticate(world, exchange.request.headers.authorization)
  const repository = world.findRepository(target.owner, target.name)
  const visible = repository !== undefined && canSee(world, repository, exchange.principal)
  // git sends its credentials only when asked for them.
  if (exchange.principal.kind === 'anonymous' && (writing || !visible)) throw new HttpError(401, 'No anonymous write access.')
  if (!visible) throw new HttpError(404, 'Repository not found.')
  refuse(exchange, repository, writing)
  return repository
}

async function uploadPack(exchange: Exchange, repository: Repository, target: GitTarget): Promise<void> {
  const { world, principal } = exchange
  await passFaults({ world, route: exchange.route, path: exchange.target, principal, body: undefined, write: false }, 'before')
  const answer = await (target.service === 'info/refs' ? info(exchange, repository, target) : fetched(exchange, repository))
  exchange.response.writeHead(200, answer.headers)
  exchange.log(200)
  if (Buffer.isBuffer(answer.body)) exchange.response.end(answer.body)
  else await pipeline(answer.body, exchange.response)
}

interface GitAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable
}

async function info(exchange: Exchange, repository: Repository, target: GitTarget): Promise<GitAnswer> {
  const asks = new URLSearchParams(target.query).get('service')
  const service = asks === 'git-upload-pack' ? 'upload-pack' : asks === 'git-receive-pack' ? 'receive-pack' : undefined
  if (service === undefined) throw new HttpError(403, 'Please upgrade your git client.')
  const body = await advertise(repository.bare, service, protocolOf(exchange.request))
  return { headers: answerHeaders(service, 'advertisement'), body }
}

/** Bodies up to this size are looked at before git gets them. */
const smallBody = 65_536

async function fetched(exchange: Exchange, repository: Repository): Promise<GitAnswer> {
  const { request } = exchange
  const headers = answerHeaders('upload-pack', 'result')
  const protocol = protocolOf(request)
  const small = Number(request.headers['content-length'] ?? Infinity) <= smallBody
  const body = small && isVersion2(protocol) ? await collect(plainBody(request)) : plainBody(request)
  const refs = Buffer.isBuffer(body) ? await answerLsRefs(repository.bare, body) : undefined
  return { headers, body: refs ?? startService(repository.bare, 'upload-pack', { protocol, body }) }
}

/** Answers one request of git. Fetches stream both ways; pushes go through receivePack. */
export async function serveGit(exchange: Exchange, target: GitTarget): Promise<void> {
  exchange.kind = 'git'
  const asks = new URLSearchParams(target.query).get('service')
  const writing = target.service === 'git-receive-pack' || asks === 'git-receive-pack'
  exchange.route = target.service === 'info/refs' ? 'info/refs' : target.service.replace('git-', 'git ')
  exchange.write = target.service === 'git-receive-pack'
  try {
    const repository = openRepository(exchange, target, writing)
    if (exchange.write) await receivePack(exchange, repository)
    else await uploadPack(exchange, repository, target)
  } catch (error) {
    if (error instanceof HttpError) {
      const headers = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
      exchange.sendText(error.status, `${error.message}\n`, 'text/plain; charset=utf-8', headers)
    } else if (error instanceof FaultAnswer) exchange.sendText(error.answer.status, 'An injected fault.\n', 'text/plain')
    else throw error
  }
}
