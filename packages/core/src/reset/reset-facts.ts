import { readState, type BranchState } from '../composition/branch-state.ts'
import { isDecided } from '../composition/judge-tip.ts'
import type { Environment } from '../config/config.ts'
import { mainDatabase } from '../deployment/load.ts'
import { StagecoachError } from '../error.ts'
import { freezeEnd } from '../gate/rules/freeze.ts'
import { releaseCommand, resumeCommand } from '../ledger/act-commands.ts'
import { holdsOn, stopsInForce } from '../ledger/acts.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import type { ChosenPackages } from './choose-packages.ts'
import type { ResetFacts } from './refuse-reset.ts'
import type { Unfinished } from './unfinished.ts'

/** A branch whose own word cannot be read is a reason for a reset, not against it. */
export async function presentPackages(
  { host }: Room,
  { view }: World,
  environment: Environment,
  tip: Oid,
): Promise<PackageRef[]> {
  const state: Pick<BranchState, 'packages'> | undefined = await readState(host.git, tip).catch((error: unknown) => {
    if (error instanceof StagecoachError && error.code === 'state-invalid') return undefined
    throw error
  })
  return state?.packages ?? lastVerified(view, environment.name)?.packages ?? []
}

/** What production is: its verified commit, or before the first deployment by Stagecoach the tip of its branch. */
export function productionCommit({ config }: Room, world: World): Oid {
  const production = config.environments.find((each) => each.production)
  if (production === undefined) throw new TypeError('A configuration without production was read.')
  return lastVerified(world.view, production.name)?.commit ?? tipOf(world, production)
}

export function unprovisioned(environment: Environment): string[] {
  const main = mainDatabase(environment)
  if (main === undefined || main.database.template !== undefined || main.database.provision !== undefined) return []
  return [main.name]
}

export function gatherFacts(
  { host }: Room,
  world: World,
  environment: Environment,
  { chosen, packages }: ChosenPackages,
  present: readonly PackageRef[],
  open: Unfinished,
): ResetFacts {
  const { view } = world
  const now = host.clock.now()
  const instant = now.toISOString()
  const stop = stopsInForce(view, instant).find((act) => (act.environment ?? environment.name) === environment.name)
  const windows = environment.gates.flatMap((gate) => (gate.gate === 'freeze' ? gate.windows : []))
  const frozen = freezeEnd(windows, now)
  const rollback = openRollback(view, environment.name)
  // Before the targets are back there is no pull request to merge, and a reset may take its place.
  const paused = rollback !== undefined && rollback.state !== 'intended'
  const free = environment.after.length === 0 && environment.gates.length === 0
  const decided = (pkg: PackageRef): boolean =>
    free || (present.some((each) => each.digest === pkg.digest) && isDecided(world, environment, pkg))
  return {
    environment,
    packages,
    undecided: chosen.filter((each) => !decided(each)),
    held: packages.flatMap((pkg) =>
      holdsOn(view, environment.name, pkg, instant).map((hold) => ({
        package: pkg,
        reason: hold.reason,
        release: releaseCommand(view, instant, hold, pkg),
      })),
    ),
    unprovisioned: [],
    ...(stop === undefined ? {} : { stopped: { reason: stop.reason, resume: resumeCommand(stop) } }),
    ...(frozen === undefined ? {} : { frozenUntil: frozen.toISOString() }),
    ...(paused ? { pausedFor: { kind: 'rollback', operation: rollback.operation } } : {}),
    ...(open.kind === 'busy' ? { busyWith: open.operation } : {}),
  }
}
