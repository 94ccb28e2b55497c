import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { schemaVersion } from './prepare.ts'

/** Migrations and undo scripts whose statements were noted one by one and whose log row was never written. */
export async function readUnfinished(session: Session, operations: readonly string[]): Promise<string[]> {
  if ((await schemaVersion(session)) === 0) return []
  const rows = await session.query(
    `select distinct package || '/' || migration as name from stagecoach.progress
     where operation in (select jsonb_array_elements_text($1::jsonb)) order by 1`,
    [JSON.stringify(operations)],
  )
  return rows.map((row) => text(row, 'name'))
}
