import { appliedNow, type AppliedNow } from '../deployment/applied.ts'
import { packageOrigin } from '../deployment/load.ts'
import type { Analysis } from '../package/analysis.ts'
import type { LogEntry } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
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

/** The analysis of one migration alone. */
function analysisOf(host: Pick<Host, 'packages' | 'databases'>): (row: AppliedNow) => Promise<Analysis> {
  const origin = packageOrigin(host)
  return async (row) => {
    const { analysis } = await origin(row)
    return { ...analysis, migrations: analysis.migrations.filter((each) => each.id === row.migration) }
  }
}
