import type { DatabasePlan, DesiredPackage } from '../deployment/database-plan.ts'
import type { PlanMaterial } from '../deployment/run-plan.ts'
import { shownObject } from '../deployment/data-objects.ts'
import type { DataObject } from '../package/analysis.ts'
import type { OpenDatabase, ScratchDatabase } from '../ports/database.ts'
import { markKey, sameRows, UNKNOWN_MARK } from '../deployment/row-marks.ts'
import { takenValues, type RunMigration } from './taken-values.ts'
import { touchedTables } from './touched-tables.ts'

/** What the copy held before a plan ran there. */
export interface RowsBefore {
  /** Whether the touched tables hold the same rows now. */
  same(): Promise<boolean>
  /** By migration: what it takes values from and the copy held none in. Whether they would come back, nobody saw. */
  none: Record<string, string[]>
}

/** Marks the rows that a plan is going to touch. */
export async function rowsBefore(
  scratch: Pick<ScratchDatabase, 'dataMarks'>,
  plan: Pick<DatabasePlan, 'apply' | 'undo'>,
  desired: readonly DesiredPackage[],
  material: Pick<PlanMaterial, 'origin'>,
): Promise<RowsBefore> {
  const applied = plan.apply.map((step) =>
    runOf(
      step,
      desired.find((each) => each.pkg.manifest.name === step.package),
    ),
  )
  const undone: RunMigration[] = []
  for (const row of plan.undo) undone.push(runOf(row, await material.origin(row)))
  const tables = touchedTables([...applied, ...undone])
  const marks = await scratch.dataMarks(tables)
  const none = await withoutValues(scratch, takenValues(applied, madeBy(undone)))
  return { none, same: async () => allSame(marks, await scratch.dataMarks(tables)) }
}

function runOf(
  { package: name, migration }: { package: string; migration: string },
  of: Pick<DesiredPackage, 'analysis'> | undefined,
): RunMigration {
  const statements = of?.analysis.migrations.find((each) => each.id === migration)?.statements ?? []
  return { key: `${name}/${migration}`, statements }
}

function madeBy(migrations: readonly RunMigration[]): string[] {
  const objects = migrations.flatMap(({ statements }) => statements.flatMap((statement) => statement.objects))
  return objects.flatMap(({ kind, name, use }) => (use === 'create' ? [`${kind} ${name}`] : []))
}

function allSame(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): boolean {
  return Object.keys({ ...before, ...now }).every((key) => sameRows(before[key], now[key]))
}

/** What is not there has no mark, and nothing to lose. A column that holds NULL or its default alone shows nothing either. */
async function withoutValues(
  scratch: Pick<OpenDatabase, 'dataMarks'>,
  taken: ReadonlyMap<string, readonly DataObject[]>,
): Promise<Record<string, string[]>> {
  const none: Record<string, string[]> = {}
  for (const [migration, objects] of taken) {
    const asked = objects.map(({ kind, name }): DataObject => ({ kind: kind === 'table' ? kind : 'column', name }))
    const marks = await scratch.dataMarks(asked)
    const empty = asked.filter((object) => holdsNothing(marks[markKey(object)]))
    if (empty.length > 0) none[migration] = empty.map(shownObject)
  }
  return none
}

/** A mark is `count:hash`, with a table also of every other whose rows go along: each of them counts. In what cannot be counted nobody sees a row. */
function holdsNothing(mark: string | undefined): boolean {
  return mark === UNKNOWN_MARK || (mark?.split(';').some((each) => each.startsWith('0:')) ?? false)
}
