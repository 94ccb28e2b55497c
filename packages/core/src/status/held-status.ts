import { holdsOn } from '../ledger/acts.ts'
import type { PackageRef } from '../package/package.ts'
import { releaseCommand } from '../ledger/act-commands.ts'
import type { StatusFacts } from './status-facts.ts'
import type { PackageCell } from './status-view.ts'

/** The newest hold on the first of these versions that has one. */
export function heldStatus(
  { view, now }: Pick<StatusFacts, 'view' | 'now'>,
  environment: string,
  versions: readonly (PackageRef | undefined)[],
): PackageCell['held'] {
  for (const pkg of versions) {
    const hold = pkg === undefined ? undefined : holdsOn(view, environment, pkg, now).at(-1)
    if (pkg === undefined || hold === undefined) continue
    return {
      ...(hold.digest === undefined ? {} : { version: pkg.version }),
      by: hold.person,
      reason: hold.reason,
      ...(hold.until === undefined ? {} : { until: hold.until }),
      release: releaseCommand(view, now, hold, pkg),
    }
  }
  return undefined
}
