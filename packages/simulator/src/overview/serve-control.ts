import { optionalText, parseBody } from '../http/body.ts'
import { readBody } from '../http/exchange.ts'
import type { Exchange } from '../http/exchange.ts'
import { HttpError } from '../http/http-error.ts'
import type { Answer } from '../http/route.ts'
import { errorAnswer } from '../http/serve-rest.ts'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Only this machine, and no page of another site: a browser always says where a cross-site request comes from. */
function guard(exchange: Exchange): void {
  const from = exchange.request.socket.remoteAddress ?? ''
  const { origin } = exchange.request.headers
  if (!loopback.has(from) || (origin !== undefined && origin !== exchange.world.url))
    throw new HttpError(403, 'Only from this machine.')
}

async function clock(exchange: Exchange): Promise<Answer> {
  const { clock: time } = exchange.world
  const body = parseBody((await readBody(exchange.request)).toString('utf8'))
  const [advance, to] = [optionalText(body, 'advance'), optionalText(body, 'advanceTo')]
  try {
    if (advance !== undefined) time.advance(advance)
    if (to !== undefined) time.advanceTo(to)
  } catch (error) {
    if (error instanceof RangeError) throw new HttpError(422, error.message)
    throw error
  }
  return { status: 200, body: { now: time.iso() } }
}

function runs(exchange: Exchange): Answer {
  const shown = exchange.world.runs.all.map((run) => ({
    id: run.id,
    repository: run.repository,
    workflow: run.workflowPath,
    event: run.event.name,
    title: run.displayTitle,
    attempt: run.runAttempt,
    status: run.status,
    conclusion: run.conclusion,
    jobs: run.jobs.map(({ id, name, status, conclusion }) => ({ id, name, status, conclusion })),
    log: `${exchange.world.url}/_simulator/runs/${run.id}/log`,
  }))
  return { status: 200, body: { runs: shown } }
}

async function control(exchange: Exchange): Promise<Answer | string> {
  guard(exchange)
  const what = `${exchange.method} ${exchange.target.slice('/_simulator/'.length)}`
  if (what === 'POST clock') return clock(exchange)
  if (what === 'GET clock') return { status: 200, body: { now: exchange.world.clock.iso() } }
  if (what === 'GET runs') return runs(exchange)
  if (what === 'POST settle') {
    await exchange.world.conductor.settle()
    return { status: 200, body: { runs: exchange.world.runs.all.length } }
  }
  const run = exchange.world.runs.find(Number(/^GET runs\/(\d+)\/log$/.exec(what)?.[1]))
  if (run === undefined) throw new HttpError(404, 'Not Found')
  return run.log
}

/** The control surface for people: clock, settle, runs and their logs. No workflow needs it. */
export async function serveControl(exchange: Exchange): Promise<void> {
  exchange.kind = 'control'
  exchange.route = 'control'
  try {
    const answer = await control(exchange)
    if (typeof answer === 'string') exchange.sendText(200, answer, 'text/plain; charset=utf-8')
    else exchange.sendJson(answer)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    exchange.sendJson(errorAnswer(error))
  }
}
