import { readState } from '../composition/branch-state.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import type { Room } from '../ports/runtime.ts'
import { readWorld, type World } from '../world.ts'
import { gatherOwed } from './gather-owed.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'
import type { StatusView } from './status-view.ts'
import { viewStatus } from './view-status.ts'

/** One reading of refs and ledger; no database, and no request to the API. */
export async function status(room: Room): Promise<StatusView> {
  return viewStatus(await gatherStatus(room, await readWorld(room)))
}

export async function gatherStatus(room: Room, world: World): Promise<StatusFacts> {
  const environments: EnvironmentFacts[] = []
  for (const environment of room.config.environments) {
    const facts = await environmentFacts(room, world, environment)
    const owed = await gatherOwed(room, world, facts)
    environments.push(owed === undefined ? facts : { ...facts, owed })
  }
  const promotionHeads = new Map<string, string>()
  for (const [ref, { oid }] of world.refs) {
    const branch = ref.replace('refs/heads/', '')
    if (parsePromotionBranch(branch) !== undefined) promotionHeads.set(branch, oid)
  }
  return { now: room.host.clock.now().toISOString(), view: world.view, environments, promotionHeads }
}

async function environmentFacts({ host }: Room, world: World, environment: Environment): Promise<EnvironmentFacts> {
  const ref = world.refs.get(`refs/heads/${environment.branch}`)
  if (ref === undefined) return { environment, tip: undefined, packages: [] }
  const tip = await host.git.commit(ref.oid)
  try {
    return { environment, tip, packages: (await readState(host.git, ref.oid)).packages }
  } catch (error) {
    // One broken branch must not hide where everything else is; the view says what is wrong with it.
    if (!(error instanceof StagecoachError)) throw error
    return { environment, tip, packages: [], unreadable: error.message }
  }
}
