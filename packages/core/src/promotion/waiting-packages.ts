import type { Environment } from '../config/config.ts'
import { isHeld } from '../ledger/acts.ts'
import { packageTrust } from '../ledger/trust.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import type { PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { heldBefore } from './held-before.ts'

/** Open promotions of the environment, and with `auto-promote` what every environment before it has verified. */
export async function waitingPackages(room: Room, world: World, environment: Environment): Promise<string[]> {
  const names = new Set<string>()
  for (const pull of await room.host.forge.listOpen()) {
    const branch = parsePromotionBranch(pull.head.branch)
    if (branch?.environment === environment.name) names.add(branch.package)
  }
  const now = room.host.clock.now().toISOString()
  if (environment.autoPromote) for (const pkg of verifiedBefore(world, environment, now)) names.add(pkg.name)
  return [...names].sort()
}

function verifiedBefore(world: World, environment: Environment, now: string): PackageRef[] {
  const here = lastVerified(world.view, environment.name)?.packages ?? []
  return heldBefore(world.view, environment.after).filter(
    (pkg) =>
      !here.some((each) => each.digest === pkg.digest) &&
      !isHeld(world.view, environment.name, pkg, now) &&
      environment.after.every((name) => packageTrust(world.view, name, pkg, now).kind === 'verified'),
  )
}
