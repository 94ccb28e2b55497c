import type { PackageRef } from '../package/package.ts'
import type { LedgerView, RecordOf } from './history.ts'
import { rollbacksOf } from './rollbacks.ts'

/** Versions that were taken out of an environment while their structures stayed in its database: what the set does not hold again, and nothing verified later has put in order. */
export function leftBehindPackages(view: LedgerView, environment: string, present: readonly PackageRef[]): PackageRef[] {
  const left = rollbacksOf(view, environment).filter((each) => each.plan === 'application-only' && each.state !== 'refused')
  return left
    .filter((each) => !present.some((held) => held.digest === each.package.digest) && !isReplaced(view, each))
    .map((each) => each.package)
}

/** A version other than the one that came back was verified since: its deployment has dealt with what was left. */
function isReplaced(view: LedgerView, { seq, environment, package: pkg, to }: RecordOf<'rollback'>): boolean {
  const later = view.of('verification', environment).filter((each) => each.passed && each.seq > seq)
  return later.some(({ packages }) => packages.some((each) => each.name === pkg.name && each.digest !== to?.digest))
}
