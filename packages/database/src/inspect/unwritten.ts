import { markKey, type DataObject } from '@stagecoach/core'
import { truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { readHorizon, type Horizon } from '../schema/begun-operation.ts'
import { markedTables } from './mark-rows.ts'
import { ofOneObject, readingRows } from './reading-rows.ts'

/**
 * Keys of the marks of those objects whose rows nobody but the operation has written since its last migration, by the transaction
 * number that each row carries (xmin, PostgreSQL 5.6): all others had ended by then, for good. What was open beside the migration counts as
 * written since, whenever it ended, and so do subtransactions of the migration itself. Deleted rows are not seen: no data came with them.
 */
export async function unwritten(
  session: Session,
  operation: string,
  objects: readonly DataObject[],
): Promise<ReadonlySet<string>> {
  return readingRows(session, async () => {
    const horizon = await readHorizon(session, operation)
    const keys = new Set<string>()
    if (horizon === undefined) return keys
    for (const object of objects)
      if (await ofOneObject(session, false, () => isUnwritten(session, horizon, object))) keys.add(markKey(object))
    return keys
  })
}

async function isUnwritten(session: Session, { own, oldest }: Horizon, object: DataObject): Promise<boolean> {
  const tables = await markedTables(session, object)
  if (tables === undefined) return false
  for (const table of tables) {
    const [row] = await session.query(
      `select exists (select from ${table} t where t.xmin <> $1::text::xid and age(t.xmin) <= age($2::text::xid)) as written`,
      [own, oldest],
    )
    if (truth(row, 'written')) return false
  }
  return true
}
