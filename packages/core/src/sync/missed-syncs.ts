import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { openPause } from '../ledger/pause.ts'
import { newestSync } from '../ledger/syncs.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { dueSyncs } from './due-syncs.ts'
import { productionOf } from './production.ts'
import { gatherSync } from './sync-subject.ts'

/** Environments for which nobody has looked at production's present state: the run that was to bring it down was cut off before it. What a person closed stays closed until production changes,
 *  and where nothing could come (held, gone another way, no baseline) a run would find that out at each sweep anew. */
export async function missedSyncs(room: Room, world: World): Promise<Environment[]> {
  const verified = lastVerified(world.view, productionOf(room.config).name)
  const due = await dueSyncs(room, world.view)
  const missed: Environment[] = []
  for (const environment of due) {
    // A run would be refused as long as the pause lasts; what ends it brings the rest.
    if (openPause(world.view, environment.name) !== undefined) continue
    if (newestSync(world.view, environment.name)?.production.commit === verified?.commit) continue
    if (await couldCome(room, world, environment)) missed.push(environment)
  }
  return missed
}

/** One broken branch does not keep the others waiting; what is wrong with it the sweep says elsewhere. */
async function couldCome(room: Room, world: World, environment: Environment): Promise<boolean> {
  try {
    const subject = await gatherSync(room, world, environment)
    return !('kind' in subject) && subject.plan.raise.length + subject.plan.bring.length + subject.direct.length > 0
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    room.host.warn(`${environment.name}: ${error.message}`)
    return false
  }
}
