import { compareSets } from '../composition/compare-sets.ts'
import { readTarget } from '../composition/read-target.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Room } from '../ports/runtime.ts'
import { directCommits } from '../sync/direct-commits.ts'
import { productionOf } from '../sync/production.ts'
import { readAges } from '../sync/read-ages.ts'
import type { World } from '../world.ts'
import { owedTo, type Owed } from './owed.ts'
import type { EnvironmentFacts } from './status-facts.ts'

/** What production's last verified state has that an environment's branch lacks; nothing for production itself, for a branch that cannot be read, and for one whose history has nothing in common with production's. */
export async function gatherOwed(room: Room, world: World, facts: EnvironmentFacts): Promise<Owed | undefined> {
  const { environment, tip, packages, unreadable } = facts
  const { git } = room.host
  const { name } = productionOf(room.config)
  const verified = lastVerified(world.view, name)
  if (environment.production || tip === undefined || unreadable !== undefined || verified === undefined) return undefined
  const ages = await readAges(git, world.view, name, verified.packages, packages)
  const standings = compareSets(verified.packages, packages, ages)
  const { baseline } = (await readTarget(room, world, environment)).state
  if (baseline === undefined || !(await git.isAncestor(baseline, verified.commit))) return owedTo(standings, 0, 0)
  const direct = await directCommits(git, world.view, name, baseline, verified.commit)
  const behind = baseline === verified.commit ? [] : await git.log(baseline, verified.commit, { firstParent: true })
  return owedTo(standings, direct.length, behind.length)
}
