import type { Principal } from '../principal.ts'
import type { Json, JsonObject } from '../present/json.ts'
import type { Repository } from '../world/repository.ts'
import { authenticate } from './authenticate.ts'
import { authoriseGlobal, authoriseRepository } from './authorise.ts'
import { parseBody } from './body.ts'
import type { Exchange } from './exchange.ts'
import { readBody } from './exchange.ts'
import { FaultAnswer, passFaults } from './fault-point.ts'
import { HttpError, notFound } from './http-error.ts'
import type { RateLimits } from './rate-limit.ts'
import type { ReadMemory } from './read-memory.ts'
import { routeName } from './route.ts'
import type { Answer, RestRequest, Route } from './route.ts'
import type { Matched, Router } from './router.ts'

export interface RestService {
  readonly router: Router
  readonly limits: RateLimits
  readonly memory: ReadMemory
}

export function errorAnswer(error: HttpError): Answer {
  const body: Record<string, Json> = { message: error.message, documentation_url: 'https://docs.github.com/rest' }
  if (error.errors !== undefined) body['errors'] = error.errors
  return { status: error.status, body: { ...body, status: String(error.status) } }
}

/** Links of paged lists name repositories by number: `/repositories/1001/pulls`. */
function byName(exchange: Exchange, path: string): string {
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  if (match === null) return path
  const repository = exchange.world.repositories.find(({ id }) => id === Number(match[1]))
  return repository === undefined ? path : `/repos/${repository.fullName}${match[2] ?? ''}`
}

/** Answers one REST request: who, which route, faults, permission, effect under the repository's lock, faults, answer. */
export async function serveRest(service: RestService, exchange: Exchange): Promise<void> {
  exchange.write = exchange.method !== 'GET' && exchange.method !== 'HEAD'
  const answer = await attempt(service, exchange)
  exchange.sendJson(answer, service.limits.headers(exchange.principal))
}

async function attempt(service: RestService, exchange: Exchange): Promise<Answer> {
  try {
    const body = parseBody((await readBody(exchange.request)).toString('utf8'))
    const target = new URL(exchange.target, exchange.world.url)
    const path = byName(exchange, target.pathname)
    const matched = service.router.find(exchange.method, path)
    if (matched !== undefined) exchange.route = routeName(matched.route)
    exchange.principal = authenticate(exchange.world, exchange.request.headers.authorization)
    if (!service.limits.spend(exchange.principal))
      throw new HttpError(403, `API rate limit exceeded for ${exchange.principal.login}.`)
    if (matched === undefined) throw notFound()
    return await answerRoute(service, exchange, matched, { body, query: target.searchParams, path: path + target.search })
  } catch (error) {
    if (error instanceof HttpError) return errorAnswer(error)
    if (error instanceof FaultAnswer) return error.answer
    throw error
  }
}

interface Asked {
  readonly body: JsonObject
  readonly query: URLSearchParams
  readonly path: string
}

async function answerRoute(service: RestService, exchange: Exchange, matched: Matched, asked: Asked): Promise<Answer> {
  const { world, principal } = exchange
  const name = routeName(matched.route)
  const point = { world, route: name, path: exchange.target, principal, body: asked.body, write: exchange.write }
  const wantsStale = await passFaults(point, 'before')
  const request: RestRequest = { world, principal, act: world.act(principal, name), params: matched.params, ...asked }
  const answer = await effect(matched.route, request, principal)
  if (answer.status >= 400) return answer
  const staleToo = await passFaults(point, 'after')
  if (exchange.write) return answer
  if (wantsStale || staleToo) return service.memory.stale(exchange.target, answer)
  service.memory.remember(exchange.target, answer)
  return answer
}

async function effect(route: Route, request: RestRequest, principal: Principal): Promise<Answer> {
  if (route.scope === 'global') {
    authoriseGlobal(principal, route)
    return route.handle(request)
  }
  const repository = findRepository(request)
  authoriseRepository(request.world, principal, route, repository)
  const handle = async (): Promise<Answer> => route.handle({ ...request, repository })
  return route.method === 'GET' ? handle() : repository.lock.run(handle)
}

function findRepository(request: RestRequest): Repository {
  const { owner = '', repo = '' } = request.params
  const repository = request.world.findRepository(owner, repo)
  if (repository === undefined) throw notFound()
  return repository
}
