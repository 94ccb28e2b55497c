import type { DesiredPackage } from '../deployment/database-plan.ts'
import type { LogEntry } from '../ports/database.ts'

/** What the log of a target would show of these packages. */
export function recordedLog(packages: readonly DesiredPackage[], events: readonly LogEntry['event'][]): LogEntry[] {
  const entries = packages.flatMap(({ pkg, analysis }) =>
    analysis.migrations.flatMap((migration, index) => events.map((event) => ({ pkg, migration, index, event }))),
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
