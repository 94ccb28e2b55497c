import type { Environment } from '../config/config.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { Result } from '../outcome.ts'
import { startNext } from './next.ts'
import { projectDeployment } from './project-deployment.ts'

/** Nothing is left to deploy. The run that deployed it may have been killed right after its record, so what follows the record is done again: a second time it changes nothing. */
export async function stillVerified(
  room: Room,
  world: World,
  environment: Environment,
  message: string,
  dryRun = false,
): Promise<Result> {
  const last = lastVerified(world.view, environment.name)
  const finished = world.view
    .of('deployment', environment.name)
    .findLast((each) => each.state === 'finished' && each.operation === last?.operation)
  const about = { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, environment: environment.name } as const
  if (finished === undefined || dryRun) return about
  await projectDeployment(room, { ...finished, environment }, 'success', message)
  return { ...about, next: await startNext(room, world.history, environment) }
}
