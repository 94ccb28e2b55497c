import type { Analysis, DataObject, MigrationAnalysis } from '../package/analysis.ts'
import type { TargetDatabase } from '../ports/database.ts'
import { appliedNow, type AppliedNow } from './applied.ts'
import type { DesiredPackage } from './database-plan.ts'

/** Why no undo script runs by itself whose losses cannot be told. */
export const undoHides =
  'its undo script runs code that cannot be read here, or reaches by CASCADE or a setting what it does not name, so nobody knows which later rows it takes'

/** The analysis of the package that an applied row came from, where it is known. */
export type AnalysisOf = (row: AppliedNow) => Promise<Analysis | undefined> | Analysis | undefined

export function analysisIn(packages: readonly DesiredPackage[]): AnalysisOf {
  return (row) => packages.find((each) => each.pkg.manifest.name === row.package)?.analysis
}

/** Tables and columns that an operation's migrations made or whose rows their undo scripts take, also of those that an attempt before a kill applied: what going back can lose. */
export async function dataObjects(
  database: Pick<TargetDatabase, 'log'>,
  operation: string,
  analysisOf: AnalysisOf,
): Promise<DataObject[]> {
  const rows = appliedNow(await database.log()).filter((each) => each.operation === operation)
  return objectsOf(rows, analysisOf)
}

/** The same of applied migrations. */
export async function objectsOf(rows: readonly AppliedNow[], analysisOf: AnalysisOf): Promise<DataObject[]> {
  const objects: DataObject[] = []
  for (const row of rows) {
    const migration = (await analysisOf(row))?.migrations.find((each) => each.id === row.migration)
    if (migration !== undefined) objects.push(...losableObjects(migration))
  }
  return objects
}

/** Tables and columns of one migration whose rows its undo script takes: what it made, and what the script itself drops or rewrites. */
export function losableObjects({
  statements,
  undoLoses = [],
}: Pick<MigrationAnalysis, 'statements' | 'undoLoses'>): DataObject[] {
  const made = statements
    .flatMap((statement) => statement.objects)
    .flatMap(({ kind, name, use }): DataObject[] =>
      use === 'create' && (kind === 'table' || kind === 'column') ? [{ kind, name }] : [],
    )
  return [...made, ...undoLoses]
}

/** As people see and name it: they need not know how it was marked. */
export function shownObject({ kind, name }: DataObject): string {
  return `${kind === 'values' ? 'column' : kind} ${name}`
}
