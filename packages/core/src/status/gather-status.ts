import { readState } from '../composition/branch-state.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { branchTroubles } from '../foreign/branch-troubles.ts'
import { foreignCommit } from '../foreign/foreign-commit.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import type { Room } from '../ports/runtime.ts'
import { readWorld, type World } from '../world.ts'
import { gatherOwed } from './gather-owed.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'
import type { StatusView } from './status-view.ts'
import { viewStatus } from './view-status.ts'

export interface StatusOptions {
  /** Asks GitHub which pull requests are open: one that a person closed is then not taken for one that waits. Without it refs and ledger alone are read. */
  askForge?: boolean
}

/** One reading of refs and ledger, and at most one request to the API; no database. */
export async function status(room: Room, options: StatusOptions = {}): Promise<StatusView> {
  return viewStatus(await gatherStatus(room, await readWorld(room), options))
}

export async function gatherStatus(room: Room, world: World, options: StatusOptions = {}): Promise<StatusFacts> {
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
  const openPulls = options.askForge === true ? await openPullsOf(room) : undefined
  const asked = openPulls === undefined ? {} : { openPulls }
  return { now: room.host.clock.now().toISOString(), view: world.view, environments, promotionHeads, ...asked }
}

async function openPullsOf({ host }: Room): Promise<ReadonlySet<number> | undefined> {
  try {
    return new Set((await host.forge.listOpen()).map((pull) => pull.number))
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    host.progress(`which pull requests are open is told by their branches alone: ${error.message}`)
    return undefined
  }
}

async function environmentFacts(room: Room, world: World, environment: Environment): Promise<EnvironmentFacts> {
  const { git } = room.host
  const ref = world.refs.get(`refs/heads/${environment.branch}`)
  const { unclear, commits } = await branchTroubles(room, world, environment)
  if (ref === undefined) return { environment, tip: undefined, packages: [], troubles: unclear }
  const tip = await git.commit(ref.oid)
  const about = { environment, tip, troubles: unclear, outside: commits.map(foreignCommit) }
  try {
    return { ...about, packages: (await readState(git, ref.oid)).packages }
  } catch (error) {
    // One broken branch must not hide where everything else is; the view says what is wrong with it.
    if (!(error instanceof StagecoachError)) throw error
    return { ...about, packages: [], unreadable: error.message }
  }
}
