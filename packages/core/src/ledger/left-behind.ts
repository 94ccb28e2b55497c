import type { PackageRef } from '../package/package.ts'
import type { LedgerView } from './history.ts'
import { rollbacksOf } from './rollbacks.ts'

/** Packages that were taken out of an environment while their structures stayed in its database, and that the set does not hold again. */
export function leftBehindPackages(view: LedgerView, environment: string, present: readonly PackageRef[]): PackageRef[] {
  const left = rollbacksOf(view, environment).filter((each) => each.plan === 'application-only' && each.state !== 'refused')
  return left.map((each) => each.package).filter((pkg) => !present.some((each) => each.name === pkg.name))
}
