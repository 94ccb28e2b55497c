import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { serveGraphql } from '../graphql/serve-graphql.ts'
import { serveControl } from '../overview/serve-control.ts'
import { servePage } from '../overview/serve-page.ts'
import { allRoutes } from '../routes/all-routes.ts'
import { gitTarget, serveGit } from '../smart-http/serve-git.ts'
import type { World } from '../world/world.ts'
import { Exchange } from './exchange.ts'
import { Dropped } from './fault-point.ts'
import { RateLimits } from './rate-limit.ts'
import { ReadMemory } from './read-memory.ts'
import { Router } from './router.ts'
import { serveRest } from './serve-rest.ts'
import type { RestService } from './serve-rest.ts'

function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
}

async function dispatch(service: RestService, exchange: Exchange): Promise<void> {
  const git = gitTarget(exchange.target)
  if (git !== undefined) return serveGit(exchange, git)
  if (exchange.target.startsWith('/_simulator/')) return serveControl(exchange)
  if (exchange.target === '/graphql' && exchange.method === 'POST') return serveGraphql(exchange)
  if (exchange.target === '/' || wantsPage(exchange.request)) return servePage(exchange)
  return serveRest(service, exchange)
}

/** A fault of the simulator's own: told as 500 with its stack, so that the test that meets it can see why. */
function confess(exchange: Exchange, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (exchange.response.headersSent) exchange.drop()
  else exchange.sendJson({ status: 500, body: { message: `The simulator failed: ${text}` } })
}

export function createServerHandler(world: World): RequestListener {
  const limits = new RateLimits(world.clock)
  const service = { router: new Router(allRoutes(limits)), limits, memory: new ReadMemory() }
  return (request: IncomingMessage, response: ServerResponse) => {
    const exchange = new Exchange(world, request, response)
    dispatch(service, exchange).catch((error: unknown) => {
      if (error instanceof Dropped) exchange.drop()
      else confess(exchange, error)
    })
  }
}
