import type { Environment } from '../config/config.ts'
import { isHeld } from '../ledger/acts.ts'
import { wasMerged } from '../ledger/merged-promotion.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { isDropped } from '../ledger/resets.ts'
import { packageTrust } from '../ledger/trust.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { parsePromotionBranch } from '../names/promotion-branch.ts'
import type { PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { heldBefore } from './held-before.ts'

/** Open promotions of the environment, and with `auto-promote` what every environment before it has verified, but for what a reset dropped here. */
export async function waitingPackages(room: Room, world: World, environment: Environment): Promise<string[]> {
  const names = new Set<string>()
  const open = await room.host.forge.listOpen()
  for (const pull of open) {
    const branch = parsePromotionBranch(pull.head.branch)
    if (branch?.environment === environment.name) names.add(branch.package)
  }
  const now = room.host.clock.now().toISOString()
  const numbers = new Set(open.map((pull) => pull.number))
  const ready = environment.autoPromote ? verifiedBefore(world, environment, now) : []
  for (const pkg of ready) if (!isDeclined(world, environment, pkg, numbers)) names.add(pkg.name)
  return [...names].sort()
}

/** A person closed the pull request of this very version, or took it out again: that is a no, and nothing asks again by itself. */
function isDeclined({ view }: World, environment: Environment, pkg: PackageRef, open: ReadonlySet<number>): boolean {
  const last = newestPromotion(view, environment.name, pkg.name)
  return last?.package.digest === pkg.digest && !open.has(last.pullRequest) && !wasMerged(view, last)
}

function verifiedBefore(world: World, environment: Environment, now: string): PackageRef[] {
  const here = lastVerified(world.view, environment.name)?.packages ?? []
  return heldBefore(world.view, environment.after).filter(
    (pkg) =>
      !here.some((each) => each.digest === pkg.digest) &&
      !isHeld(world.view, environment.name, pkg, now) &&
      !isDropped(world.view, environment.name, pkg) &&
      environment.after.every((name) => packageTrust(world.view, name, pkg, now).kind === 'verified'),
  )
}
