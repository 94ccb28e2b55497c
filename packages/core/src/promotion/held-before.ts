import type { LedgerView } from '../ledger/history.ts'
import { lastVerified, verifiedStates } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'

/** What the environments right before one hold together: each version once, also where several of them have it. */
export function heldBefore(view: LedgerView, after: readonly string[]): PackageRef[] {
  const held = after.flatMap((name) => lastVerified(view, name)?.packages ?? [])
  return [...new Map(held.map((each) => [`${each.name} ${each.digest}`, each])).values()]
}

/** What a version overtakes: it was in an environment before no later than this version, and the target does without it. What came there later keeps its place behind it. */
export function overtakenBy(
  view: LedgerView,
  after: readonly string[],
  moving: Pick<PackageRef, 'name' | 'digest'>,
  here: readonly PackageRef[],
): PackageRef[] {
  const noLater = (environment: string, left: PackageRef): boolean => {
    const age = statesWith(view, environment, (each) => each.name === left.name)
    return age > 0 && age >= statesWith(view, environment, (each) => each.digest === moving.digest)
  }
  const missing = heldBefore(view, after).filter((each) => !here.some((held) => held.name === each.name))
  return missing.filter((each) => each.name !== moving.name && after.some((environment) => noLater(environment, each)))
}

/** How many of the newest verified states hold it without a gap: the more, the longer it is there. */
function statesWith(view: LedgerView, environment: string, is: (pkg: PackageRef) => boolean): number {
  const states = verifiedStates(view, environment)
  const gap = states.findIndex((state) => !state.packages.some(is))
  return gap === -1 ? states.length : gap
}
