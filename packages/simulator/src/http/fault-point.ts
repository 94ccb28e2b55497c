import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultAction, FaultContext } from '../faults.ts'
import { whoOf } from '../principal.ts'
import type { Principal } from '../principal.ts'
import type { Json } from '../present/json.ts'
import type { World } from '../world/world.ts'
import type { Answer } from './route.ts'

/** The socket is to be cut without an answer. */
export class Dropped extends Error {}

/** A fault answers in the server's place. */
export class FaultAnswer extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('An injected fault answers.')
    this.answer = answer
  }
}

export interface FaultPoint {
  readonly world: World
  readonly route: string
  readonly path: string
  readonly principal: Principal
  readonly body: Json | undefined
  readonly write: boolean
}

/** Does what the faults of this point ask; throws Dropped or FaultAnswer. Returns whether a stale answer is wanted. */
export async function passFaults(point: FaultPoint, when: FaultContext['when']): Promise<boolean> {
  const { world, principal } = point
  const killRun = (): void => {
    if (principal.runId !== undefined) world.runs.kill(principal.runId)
  }
  const context: FaultContext = { route: point.route, path: point.path, who: whoOf(principal), when, body: point.body, killRun }
  let stale = false
  for (const action of world.faults.due(context, point.write)) stale = (await perform(action, context)) || stale
  return stale
}

async function perform(action: FaultAction, context: FaultContext): Promise<boolean> {
  switch (action.do) {
    case 'call':
      await action.call(context)
      return false
    case 'kill-run':
      context.killRun()
      throw new Dropped()
    case 'drop':
      throw new Dropped()
    case 'status':
      throw new FaultAnswer({
        status: action.status,
        body: { message: action.message, documentation_url: 'https://docs.github.com/rest' },
        ...(action.headers === undefined ? {} : { headers: action.headers }),
      })
    case 'delay':
      await sleep(action.milliseconds)
      return false
    case 'stale':
      return true
    default:
      return action satisfies never
  }
}
