import type { PackageRef } from '../package/package.ts'
import { findPackage } from './composition.ts'

/** How what an environment holds of a package stands to production's version: `apart` when neither contains the other. */
export type Age = 'older' | 'newer' | 'apart'

/** One package that production has, seen from an environment before it. */
export type Standing =
  | { kind: 'same' | 'missing'; package: PackageRef; held?: never }
  /** The environment holds another version of it, which is older than production's, newer, or neither. */
  | { kind: Age; package: PackageRef; held: PackageRef }

/** Production's set against what an environment holds, in production's order. Pure: `ageOf` knows how two versions stand to each other. */
export function compareSets(
  production: readonly PackageRef[],
  here: readonly PackageRef[],
  ageOf: (held: PackageRef, production: PackageRef) => Age,
): Standing[] {
  return production.map((pkg) => {
    const held = findPackage(here, pkg.name, pkg)
    if (held === undefined) return { kind: 'missing', package: pkg }
    if (held.digest === pkg.digest) return { kind: 'same', package: pkg }
    return { kind: ageOf(held, pkg), package: pkg, held }
  })
}
