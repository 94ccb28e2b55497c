import type { DesiredPackage } from '../deployment/database-plan.ts'
import type { RanByHalf } from '../ledger/rollbacks.ts'
import type { PackageRef } from '../package/package.ts'
import type { LogEntry } from '../ports/database.ts'

/** What the log of a target would show of these packages. */
export function recordedLog(
  packages: readonly DesiredPackage[],
  events: readonly LogEntry['event'][],
  ran: RanByHalf = new Map(),
): LogEntry[] {
  const entries = packages.flatMap(({ pkg, analysis }) =>
    analysis.migrations
      .filter(({ id }) => hasRun(ran, pkg.ref, id))
      .flatMap((migration, index) => events.map((event) => ({ pkg, migration, index, event }))),
  )
  return entries.map(({ pkg, migration, index, event }) => ({
    seq: index,
    event,
    package: pkg.manifest.name,
    version: pkg.manifest.version,
    digest: pkg.ref.digest,
    migration: migration.id,
    checksum: migration.checksum,
    normalised: migration.normalised,
    operation: 'recorded',
    fence: 0,
    at: pkg.manifest.sourceTime,
  }))
}

/** Whether a target that holds this version has run a migration of it. */
export function hasRun(ran: RanByHalf, { digest, name }: Pick<PackageRef, 'digest' | 'name'>, migration: string): boolean {
  return ran.get(digest)?.includes(`${name}/${migration}`) ?? true
}
