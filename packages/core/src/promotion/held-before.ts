import type { LedgerView } from '../ledger/history.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'

/** What the environments right before one hold together: each version once, also where several of them have it. */
export function heldBefore(view: LedgerView, after: readonly string[]): PackageRef[] {
  const held = after.flatMap((name) => lastVerified(view, name)?.packages ?? [])
  return [...new Map(held.map((each) => [`${each.name} ${each.digest}`, each])).values()]
}
