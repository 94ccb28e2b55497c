import { appliedNow } from '../deployment/applied.ts'
import { strangeRecord } from '../deployment/strange-record.ts'
import type { LedgerView } from '../ledger/history.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { TargetDatabase } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'

/** A migration that the environment ran, as the ledger knows, and of which its database says nothing any more. */
export interface LostMigration {
  package: PackageRef
  migration: string
}

/** What the database that packages migrate would run again once it is taken as it is, since its record is lost; in the order in which it ran. A backup that brought an older record with it has lost nothing: what it lacks never ran in it. */
export async function lostMigrations(
  host: Pick<Host, 'packages'>,
  view: LedgerView,
  where: { environment: string; name: string },
  database: Pick<TargetDatabase, 'recorded' | 'log'>,
): Promise<LostMigration[]> {
  const strange = strangeRecord(view, where, await database.recorded())
  if (strange?.kind !== 'none' && strange?.kind !== 'unknown') return []
  const rows = appliedNow(await database.log())
  const lost: LostMigration[] = []
  for (const ref of lastVerified(view, where.environment)?.packages ?? []) {
    const { manifest } = await host.packages.readRef(ref)
    const mine = rows.filter((row) => [manifest.name, ...manifest.formerly].includes(row.package))
    for (const { id } of manifest.migrations)
      if (!mine.some((row) => row.migration === id)) lost.push({ package: ref, migration: id })
  }
  return lost
}

/** `loyalty/0001_points, search/0001_index`, for people. */
export function namesOfLost(lost: readonly LostMigration[]): string {
  return lost.map(({ package: { name }, migration }) => `${name}/${migration}`).join(', ')
}
