import type { TargetDatabase } from '../ports/database.ts'
import { dataObjects, type AnalysisOf } from './data-objects.ts'
import { markKey, UNKNOWN_MARK } from './row-marks.ts'

type Marked = Pick<TargetDatabase, 'log' | 'begin' | 'begunMarks' | 'dataMarks' | 'unwrittenMarks'>

/** Says that an operation begins to change the database. What it applied in a run that ended before the rows were counted stays unknown, unless surely nobody wrote to it meanwhile: then it is counted now as it would have been then. What the operation goes on to change of that counts as changed. */
export async function beginOperation(database: Marked, operation: string, fence: number, analysisOf: AnalysisOf): Promise<void> {
  const known = await database.begunMarks(operation)
  const missed = (await dataObjects(database, operation, analysisOf)).filter((each) => known[markKey(each)] === undefined)
  const lost = Object.fromEntries(missed.map((each) => [markKey(each), UNKNOWN_MARK]))
  const same = missed.length === 0 ? {} : await database.unwrittenMarks(operation, missed)
  await database.begin(operation, { ...lost, ...same }, fence)
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
