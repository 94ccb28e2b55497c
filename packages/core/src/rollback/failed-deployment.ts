import { findPackage } from '../composition/composition.ts'
import { appliedNow } from '../deployment/applied.ts'
import type { OpenTargets } from '../deployment/target.ts'
import type { DeploymentTask } from '../deployment/task.ts'
import type { CheckResult } from '../deployment/verification.ts'
import type { StagecoachError } from '../error.ts'
import type { PackageMove } from '../ledger/record.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { World } from '../world.ts'

export interface FailedDeployment {
  task: DeploymentTask
  targets: OpenTargets
  fence: number
  checks: CheckResult[]
  world: World
  /** Set when the deployment itself failed, before any shakedown. */
  error?: StagecoachError
}

/** What a failed deployment brought that the last verified state did not hold. */
export function packageOf(failed: Pick<FailedDeployment, 'task' | 'world'>): {
  moved: PackageRef | undefined
  before: PackageRef | undefined
  /** What came with it: a sync brings several at once. */
  others: PackageMove[]
} {
  const verified = lastVerified(failed.world.view, failed.task.environment.name)?.packages ?? []
  const fresh = failed.task.packages.filter((each) => !verified.some((known) => known.digest === each.digest))
  const [first, ...others] = fresh.map((pkg): PackageMove => {
    const before = findPackage(verified, pkg.name, pkg)
    return { package: pkg, ...(before === undefined ? {} : { to: before }) }
  })
  return { moved: first?.package, before: first?.to, others }
}

/** What is there of the packages that failed, whichever version brought it: their repaired versions are planned against it. */
export async function ranOf(failed: FailedDeployment): Promise<string[]> {
  const { moved, others } = packageOf(failed)
  if (moved === undefined || failed.targets.main === undefined) return []
  const rows = appliedNow(await failed.targets.main.log())
  return [moved, ...others.map((each) => each.package)].flatMap(({ name, formerly = [] }) =>
    rows.filter((row) => [name, ...formerly].includes(row.package)).map((row) => `${name}/${row.migration}`),
  )
}
