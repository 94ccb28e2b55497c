import { compareSets } from '../composition/compare-sets.ts'
import { judgeTip, type TipJudgement } from '../composition/judge-tip.ts'
import { readTarget, type Target } from '../composition/read-target.ts'
import type { Environment } from '../config/config.ts'
import { actsInForce } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { lastVerified, type VerifiedState } from '../ledger/verified-states.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { directCommits } from './direct-commits.ts'
import { planSync, type SyncPlan } from './plan-sync.ts'
import { productionOf } from './production.ts'
import { readAges } from './read-ages.ts'

/** An environment and production's last verified state, with what was found of both. */
export interface SyncSubject extends Target {
  environment: Environment
  production: { environment: string; verified: VerifiedState }
  /** The production commit whose content the environment contains. */
  baseline: Oid
  judgement: TipJudgement
  plan: SyncPlan
  /** People's commits on production that come. */
  direct: Commit[]
  /** People's commits on the environment's own branch since it was brought up to production last. */
  hands: Oid[]
}

/** What keeps anybody from asking what there is to bring. */
export type NoSync =
  | { kind: 'nothing-verified' | 'baseline-missing' | 'history-rewritten' }
  /** Production went back, and its branch does not say so yet: what is verified there may stand on no branch that lasts. */
  | { kind: 'rolling-back' }
  /** The environment contains a newer state than the last one that production verified. */
  | { kind: 'ahead' }

export async function gatherSync(room: Room, world: World, environment: Environment): Promise<SyncSubject | NoSync> {
  const { git } = room.host
  const { name } = productionOf(room.config)
  if (openRollback(world.view, name) !== undefined) return { kind: 'rolling-back' }
  const verified = lastVerified(world.view, name)
  if (verified === undefined) return { kind: 'nothing-verified' }
  const target = await readTarget(room, world, environment)
  const { baseline } = target.state
  if (baseline === undefined) return { kind: 'baseline-missing' }
  if (baseline !== verified.commit) {
    if (await git.isAncestor(verified.commit, baseline)) return { kind: 'ahead' }
    if (!(await git.isAncestor(baseline, verified.commit))) return { kind: 'history-rewritten' }
  }
  const plan = await planFor(room, world, environment, name, verified.packages, target.state.packages)
  return {
    ...target,
    environment,
    production: { environment: name, verified },
    baseline,
    judgement: await judgeTip(room, world, environment, target.tip, target.state),
    plan,
    direct: await directCommits(git, world.view, name, baseline, verified.commit),
    hands: await handsSince(git, world.view, environment.name, baseline, target.tip.oid),
  }
}

/** Verbs that leave an environment with production's content as its baseline. */
const broughtUp: readonly string[] = ['sync', 'reset']

async function handsSince(
  git: Room['host']['git'],
  view: LedgerView,
  environment: string,
  baseline: Oid,
  tip: Oid,
): Promise<Oid[]> {
  const verbs = new Map(view.of('intent', environment).map(({ operation, verb }) => [operation, verb]))
  const last = view.of('merged', environment).findLast(({ operation }) => broughtUp.includes(verbs.get(operation) ?? ''))
  return (await directCommits(git, view, environment, last?.commit ?? baseline, tip)).map((commit) => commit.oid)
}

async function planFor(
  { host }: Room,
  { view }: World,
  environment: Environment,
  production: string,
  wanted: readonly PackageRef[],
  here: readonly PackageRef[],
): Promise<SyncPlan> {
  const now = host.clock.now().toISOString()
  const standings = compareSets(wanted, here, await readAges(host.git, view, production, wanted, here))
  return planSync(environment.name, standings, here, (pkg) => {
    const hold = actsInForce(view, environment.name, pkg, now).holds[0]
    return hold === undefined ? undefined : `it is held in ${environment.name}: ${hold.reason}`
  })
}
