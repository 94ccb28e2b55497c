import { authenticate } from '../http/authenticate.ts'
import { optionalObject, parseBody, text } from '../http/body.ts'
import { readBody } from '../http/exchange.ts'
import type { Exchange } from '../http/exchange.ts'
import { FaultAnswer, passFaults } from '../http/fault-point.ts'
import { HttpError } from '../http/http-error.ts'
import type { Answer } from '../http/route.ts'
import { errorAnswer } from '../http/serve-rest.ts'
import { allows } from '../permissions.ts'
import { atLeast, canSee, roleOf } from '../world/access.ts'
import { operations } from './operations.ts'
import type { Found, OperationRoute } from './operations.ts'
import { parseQuery } from './parse-query.ts'
import type { Field } from './parse-query.ts'
import { select } from './select.ts'

/** GraphQL answers 200 with `errors` for what REST answers with 403 and 404. */
function failure(type: string, message: string, path: string): Answer {
  return { status: 200, body: { data: { [path]: null }, errors: [{ type, path: [path], message }] } }
}

function permitted(exchange: Exchange, operation: OperationRoute, { repository }: Found): boolean {
  const { principal, world } = exchange
  if (principal.kind === 'user') {
    return atLeast(roleOf(world, repository, principal.login), operation.kind === 'mutation' ? 'write' : 'read')
  }
  return operation.needs.some(([name, level]) => allows(principal.permissions ?? {}, name, level))
}

async function perform(exchange: Exchange, field: Field, body: Answer['body']): Promise<Answer> {
  const { principal, world } = exchange
  const operation = operations[field.name]
  if (operation === undefined) return failure('undefinedField', `Field '${field.name}' doesn't exist here`, field.key)
  exchange.route = `graphql ${field.name}`
  exchange.write = operation.kind === 'mutation'
  const point = { world, route: exchange.route, path: exchange.target, principal, body, write: exchange.write }
  await passFaults(point, 'before')
  const act = world.act(principal, exchange.route)
  const found = operation.find(act, field.args)
  if (found === undefined || !canSee(world, found.repository, principal)) {
    return failure('NOT_FOUND', 'Could not resolve to a node with the global id or name given.', field.key)
  }
  if (!permitted(exchange, operation, found)) return failure('FORBIDDEN', 'Resource not accessible by integration', field.key)
  const value = await found.repository.lock.run(() => operation.handle(act, found))
  await passFaults(point, 'after')
  return { status: 200, body: { data: { [field.key]: select(value, field.fields) } } }
}

/** A small table of named operations; the first field of the document says which. */
export async function serveGraphql(exchange: Exchange): Promise<void> {
  exchange.kind = 'graphql'
  exchange.route = 'graphql'
  try {
    const body = parseBody((await readBody(exchange.request)).toString('utf8'))
    exchange.principal = authenticate(exchange.world, exchange.request.headers.authorization)
    if (exchange.principal.kind === 'anonymous') throw new HttpError(401, 'Requires authentication')
    const [field] = parseQuery(text(body, 'query'), optionalObject(body, 'variables') ?? {}).fields
    if (field === undefined) throw new HttpError(400, 'The GraphQL document selects nothing.')
    exchange.sendJson(await perform(exchange, field, body))
  } catch (error) {
    if (error instanceof HttpError) exchange.sendJson(errorAnswer(error))
    else if (error instanceof FaultAnswer) exchange.sendJson(error.answer)
    else throw error
  }
}
