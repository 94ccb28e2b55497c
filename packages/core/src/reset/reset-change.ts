import type { PackageRef } from '../package/package.ts'

/** What a reset makes of the set that an environment holds. */
export interface ResetChange {
  /** Versions that are held now and then. */
  kept: PackageRef[]
  /** Versions that go. */
  dropped: PackageRef[]
  /** Versions that come, from production or because they were chosen. */
  arrived: PackageRef[]
}

export function resetChange(before: readonly PackageRef[], after: readonly PackageRef[]): ResetChange {
  const has = (packages: readonly PackageRef[], pkg: PackageRef): boolean => packages.some((each) => each.digest === pkg.digest)
  return {
    kept: after.filter((each) => has(before, each)),
    dropped: before.filter((each) => !has(after, each)),
    arrived: after.filter((each) => !has(before, each)),
  }
}
