import type { Analysis, DataObject } from '../package/analysis.ts'
import type { TargetDatabase } from '../ports/database.ts'
import { appliedNow, type AppliedNow } from './applied.ts'

/** Tables and columns that an operation's migrations made or whose rows their undo scripts take, also of those that an attempt before a kill applied: what going back can lose. */
export async function dataObjects(
  database: Pick<TargetDatabase, 'log'>,
  operation: string,
  analysisOf: (row: AppliedNow) => Promise<Analysis | undefined> | Analysis | undefined,
): Promise<DataObject[]> {
  const objects: DataObject[] = []
  for (const row of appliedNow(await database.log()).filter((each) => each.operation === operation)) {
    const migration = (await analysisOf(row))?.migrations.find((each) => each.id === row.migration)
    for (const { kind, name, use } of (migration?.statements ?? []).flatMap((statement) => statement.objects)) {
      if (use === 'create' && (kind === 'table' || kind === 'column')) objects.push({ kind, name })
    }
    objects.push(...(migration?.undoLoses ?? []))
  }
  return objects
}
