import type { Standing } from '../composition/compare-sets.ts'
import { findPackage, withPackage } from '../composition/composition.ts'
import type { PackageRef } from '../package/package.ts'

/** What a sync does with the packages of production. */
export interface SyncPlan {
  /** Held in an older version: production's takes its place, first. */
  raise: PackageRef[]
  /** Not held, and brought. */
  bring: PackageRef[]
  /** Not held, and left out, or held in another version and left as it is; with the reason. A newer version is no reason to say anything. */
  leaves: { package: PackageRef; reason: string }[]
  /** Not held and left out: of `leaves` the part that the merge must know of. */
  leaveOut: PackageRef[]
  /** The environment's set afterwards. */
  after: PackageRef[]
}

/** Pure. `quarantine` says why a version may not come to the environment now; what requires such a package stays out with it. A newer version is never lowered, and where neither contains the other a person decides by building one. */
export function planSync(
  environment: string,
  standings: readonly Standing[],
  here: readonly PackageRef[],
  quarantine: (pkg: PackageRef) => string | undefined,
): SyncPlan {
  const plan: SyncPlan = { raise: [], bring: [], leaves: [], leaveOut: [], after: [...here] }
  for (const { kind, package: pkg, held } of standings) {
    if (kind === 'same' || kind === 'newer') continue
    const why = kind === 'apart' ? wentApart(environment, pkg, held) : (quarantine(pkg) ?? missing(pkg, plan))
    if (why !== undefined) {
      plan.leaves.push({ package: pkg, reason: why })
      if (kind === 'missing') plan.leaveOut.push(pkg)
      continue
    }
    if (kind === 'missing') plan.bring.push(pkg)
    else plan.raise.push(pkg)
    plan.after = withPackage(plan.after, pkg)
  }
  return plan
}

function wentApart(environment: string, pkg: PackageRef, held: PackageRef): string {
  return `${environment} holds ${held.name} ${held.version}, and neither version contains the other: build one that contains both`
}

/** Production's set is in canonical order: what is required was looked at before. */
function missing(pkg: PackageRef, { leaveOut }: SyncPlan): string | undefined {
  const left = pkg.requires.find((name) => findPackage(leaveOut, name) !== undefined)
  return left === undefined ? undefined : `it requires ${left}, which stays out`
}
