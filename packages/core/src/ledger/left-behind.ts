import type { PackageRef } from '../package/package.ts'
import type { LedgerView } from './history.ts'
import type { PackageMove } from './record.ts'
import { lastReset } from './resets.ts'
import { movesOf, rollbacksOf } from './rollbacks.ts'

/** Versions that were taken out of an environment while their structures stayed in its database: what the set does not hold again, and nothing verified later has put in order. Nothing outlasts a reset. */
export function leftBehindPackages(view: LedgerView, environment: string, present: readonly PackageRef[]): PackageRef[] {
  const since = lastReset(view, environment)?.seq ?? 0
  const left = rollbacksOf(view, environment).filter(
    (each) => each.seq > since && each.state !== 'refused' && (each.plan === 'application-only' || each.stays === true),
  )
  return left.flatMap((rollback) =>
    movesOf(rollback)
      .filter(
        (move) =>
          !present.some((held) => held.digest === move.package.digest) && !isReplaced(view, environment, rollback.seq, move),
      )
      .map((move) => move.package),
  )
}

/** A version other than the one that came back was verified since: its deployment has dealt with what was left. */
function isReplaced(view: LedgerView, environment: string, seq: number, { package: pkg, to }: PackageMove): boolean {
  const later = view.of('verification', environment).filter((each) => each.passed && each.seq > seq)
  return later.some(({ packages }) => packages.some((each) => each.name === pkg.name && each.digest !== to?.digest))
}
