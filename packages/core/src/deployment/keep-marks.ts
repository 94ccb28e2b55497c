import type { TargetDatabase } from '../ports/database.ts'
import { dataObjects, type AnalysisOf } from './data-objects.ts'
import { markKey, UNKNOWN_MARK } from './row-marks.ts'

type Marked = Pick<TargetDatabase, 'log' | 'begin' | 'begunMarks' | 'dataMarks'>

/** Says that an operation begins to change the database. What it applied in a run that ended before the rows were counted stays unknown: nobody can tell what came meanwhile. */
export async function beginOperation(database: Marked, operation: string, fence: number, analysisOf: AnalysisOf): Promise<void> {
  const known = await database.begunMarks(operation)
  const missed = (await dataObjects(database, operation, analysisOf)).map(markKey).filter((key) => known[key] === undefined)
  await database.begin(operation, Object.fromEntries(missed.map((key) => [key, UNKNOWN_MARK])), fence)
}

/** Counts the rows of what an operation made and its undo scripts take, keeps the marks, and answers with them. */
export async function keepMarks(
  database: Marked,
  operation: string,
  fence: number,
  analysisOf: AnalysisOf,
): Promise<Record<string, string>> {
  const marks = await database.dataMarks(await dataObjects(database, operation, analysisOf))
  await database.begin(operation, marks, fence)
  return marks
}
