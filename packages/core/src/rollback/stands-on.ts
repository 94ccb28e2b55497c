import { appliedNow, type AppliedNow } from '../deployment/applied.ts'
import { packageOrigin, readObjects } from '../deployment/load.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { Analysis } from '../package/analysis.ts'
import type { LogEntry } from '../ports/database.ts'
import type { Host, Room } from '../ports/runtime.ts'
import { sharedObjects } from '../promotion/shared-objects.ts'

/** Migrations that ran after the first of `goes`, stay, and touch the same objects: `loyalty-tiers/0001_tier (public.customer)`. */
export async function standsOn(
  host: Pick<Host, 'packages' | 'databases'>,
  log: readonly LogEntry[],
  goes: readonly AppliedNow[],
): Promise<string[]> {
  const [first] = goes
  if (first === undefined) return []
  const analyse = analysisOf(host)
  const found: string[] = []
  const mine = await Promise.all(goes.map(analyse))
  for (const row of appliedNow(log).filter((each) => each.seq > first.seq && !goes.some((gone) => gone.seq === each.seq))) {
    const theirs = await analyse(row)
    const objects = new Set(mine.flatMap((each) => sharedObjects(each, theirs)))
    if (objects.size > 0) found.push(`${row.package}/${row.migration} (${[...objects].sort().join(', ')})`)
  }
  return found
}

/** Programmable objects of the state to return to that refer to something that goes: `view public.report (public.loyalty)`. */
export async function objectsOn(
  { host, config }: Pick<Room, 'host' | 'config'>,
  { commit }: Pick<VerifiedState, 'commit'>,
  goes: readonly AppliedNow[],
): Promise<string[]> {
  const files = goes.length === 0 ? [] : await readObjects(host, config, commit)
  if (files.length === 0) return []
  const analyses = await Promise.all(goes.map(analysisOf(host)))
  const uses = analyses.flatMap(({ migrations }) =>
    migrations.flatMap(({ statements }) => statements.flatMap(({ objects }) => objects)),
  )
  return host.databases.standingObjects(
    files,
    uses.filter(({ use }) => use === 'create'),
  )
}

/** The analysis of one migration alone. */
function analysisOf(host: Pick<Host, 'packages' | 'databases'>): (row: AppliedNow) => Promise<Analysis> {
  const origin = packageOrigin(host)
  return async (row) => {
    const { analysis } = await origin(row)
    return { ...analysis, migrations: analysis.migrations.filter((each) => each.id === row.migration) }
  }
}
