import type { Environment } from '../config/config.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import { readTipState } from '../foreign/read-tip-state.ts'
import type { BranchState } from './branch-state.ts'

/** Where a promotion goes: the tip of the environment's branch and what it says of itself. */
export interface Target {
  tip: Commit
  state: BranchState
}

/** Reads the target. A branch that no promotion has reached yet says nothing of its baseline: it is the production commit that `adopt` found in it, else the one that the branch was started from, and the first promotion writes it down.
 *  @throws StagecoachError `branch-missing`, `state-invalid` */
export async function readTarget(
  { host, config }: Room,
  world: Pick<World, 'refs' | 'view'>,
  environment: Environment,
): Promise<Target> {
  const tip = await host.git.commit(tipOf(world, environment))
  const state = await readTipState(host.git, world.view, environment, tip)
  const production = config.environments.find((each) => each.production)
  if (environment.production || production === undefined || state.baseline !== undefined) return { tip, state }
  const adopted = world.view.of('adoption', environment.name).at(-1)?.production
  const baseline = adopted ?? (await startOf(host.git, tip.oid, tipOf(world, production)))
  return { tip, state: baseline === undefined ? state : { ...state, baseline } }
}

/** The commit where two branches meet, when it is one that production itself has been at. */
async function startOf(git: Pick<GitObjects, 'mergeBase' | 'log'>, tip: Oid, production: Oid): Promise<Oid | undefined> {
  const start = await git.mergeBase(tip, production)
  if (start === undefined || start === production) return start
  const since = await git.log(start, production, { firstParent: true })
  return since.at(-1)?.parents[0] === start ? start : undefined
}
