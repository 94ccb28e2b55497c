import type { DatabasePlan, DesiredPackage } from '../deployment/database-plan.ts'
import type { PlanMaterial } from '../deployment/run-plan.ts'
import { shownObject } from '../deployment/data-objects.ts'
import type { DataObject, StatementAnalysis } from '../package/analysis.ts'
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
  const none = await withoutValues(scratch, takenValues(applied, madeBy(undone)), new Set(madeBy(applied)))
  for (const { key, statements } of [...applied, ...undone]) if (statements.some(runsUnreadCode)) none[key] = [unread(key)]
  return { none, same: async () => allSame(marks, await scratch.dataMarks(tables)) }
}

/** As a loss that people can name: what the migration changes as a whole. */
function unread(key: string): string {
  return `migration ${key}`
}

/** A statement that runs code of which nothing is known: which rows it changes is not in the file, so nobody compared them. */
function runsUnreadCode({ title, findings }: StatementAnalysis): boolean {
  return runsCode.test(title) && findings.some(({ compatibility }) => compatibility === 'unknown')
}

const runsCode = /^(DO|CALL|EXECUTE|SELECT|INSERT|UPDATE|DELETE|MERGE)\b/

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

/** What the plan makes itself has no mark yet, and nothing to lose; anything else without one is meant by a name that says nothing here. A column that holds NULL or its default alone shows nothing either. */
async function withoutValues(
  scratch: Pick<OpenDatabase, 'dataMarks'>,
  taken: ReadonlyMap<string, readonly DataObject[]>,
  made: ReadonlySet<string>,
): Promise<Record<string, string[]>> {
  const none: Record<string, string[]> = {}
  for (const [migration, objects] of taken) {
    const asked = objects.map(({ kind, name }): DataObject => ({ kind: kind === 'table' ? kind : 'column', name }))
    const marks = await scratch.dataMarks(asked)
    const empty = asked.filter((object) => holdsNothing(marks[markKey(object)])).map(shownObject)
    const strange = asked.some((object) => marks[markKey(object)] === undefined && !isMade(object, made))
    if (empty.length > 0 || strange) none[migration] = [...empty, ...(strange ? [unread(migration)] : [])]
  }
  return none
}

function isMade({ kind, name }: DataObject, made: ReadonlySet<string>): boolean {
  return made.has(`${kind} ${name}`) || (kind !== 'table' && made.has(`table ${name.slice(0, name.lastIndexOf('.'))}`))
}

/** A mark is `count:hash`, with a table also of every other whose rows go along: each of them counts. In what cannot be counted nobody sees a row. */
function holdsNothing(mark: string | undefined): boolean {
  return mark === UNKNOWN_MARK || (mark?.split(';').some((each) => each.startsWith('0:')) ?? false)
}
