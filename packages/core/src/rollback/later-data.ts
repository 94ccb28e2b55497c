import type { AppliedNow } from '../deployment/applied.ts'
import { objectsOf, shownObject } from '../deployment/data-objects.ts'
import { markKey, sameRows } from '../deployment/row-marks.ts'
import type { PlanMaterial } from '../deployment/run-plan.ts'
import type { OpenTargets } from '../deployment/target.ts'

/** Tables and columns that undoing these migrations takes and whose row marks are not, or cannot be shown to be, what they were right after the operations that ran them: `table public.a`, as people name them. One that nobody marked counts. */
export async function laterData(
  { main }: Pick<OpenTargets, 'main'>,
  rows: readonly AppliedNow[],
  { origin }: Pick<PlanMaterial, 'origin'>,
): Promise<string[]> {
  if (main === undefined) return []
  const changed = new Set<string>()
  for (const operation of new Set(rows.map((row) => row.operation))) {
    const its = rows.filter((row) => row.operation === operation)
    const objects = await objectsOf(its, async (row) => (await origin(row)).analysis)
    const before = await main.begunMarks(operation)
    const now = await main.dataMarks(objects)
    for (const object of objects) {
      const key = markKey(object)
      if (now[key] !== undefined && !sameRows(before[key], now[key])) changed.add(shownObject(object))
    }
  }
  return [...changed].sort()
}
