import { markKey, type DataObject } from '@stagecoach/core'
import { truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { readHorizon, type Horizon } from '../schema/begun-operation.ts'
import { markRows, tablesOfValues } from './mark-rows.ts'
import { ofOneObject, readingRows } from './reading-rows.ts'

/**
 * Marks of those columns whose rows nobody but the operation has written since its last migration, counted in the moment that shows it:
 * each row carries the number of the transaction that wrote it (xmin, PostgreSQL 5.6), and those of all others had ended by then, for
 * good. What was open beside the migration counts as written since, whenever it ended, and so do subtransactions of the migration
 * itself. Rows that are gone are not seen: to a column they bring nothing. Whole tables give no mark, since an undo script may bring back
 * in their place what held rows that were deleted since.
 */
export async function unwrittenMarks(
  session: Session,
  operation: string,
  objects: readonly DataObject[],
): Promise<Record<string, string>> {
  return readingRows(session, async () => {
    const marks: Record<string, string> = {}
    const horizon = await readHorizon(session, operation)
    if (horizon === undefined) return marks
    for (const object of objects) {
      const mark = await ofOneObject(session, undefined, async () =>
        (await isUnwritten(session, horizon, object)) ? markRows(session, object) : undefined,
      )
      if (mark !== undefined) marks[markKey(object)] = mark
    }
    return marks
  })
}

const NEWER = (row: string): string => `(${row}.xmin <> $1::xid8::xid and age(${row}.xmin) <= age($2::xid8::xid))`

/** A table and what hangs below it: whether all of it keeps numbers with its rows, and is what it was. Rows of a table that was attached, renamed or rewritten since may be older than it is here. */
const TREE = `
  with recursive tree(oid) as (
    select $3::regclass::oid union select i.inhrelid from pg_inherits i join tree t on i.inhparent = t.oid)
  select bool_and(c.relkind = 'p' or c.relkind = 'r' and m.amname = 'heap') as numbered,
    bool_or(${NEWER('c')} or exists (select from pg_inherits i where i.inhrelid = c.oid and ${NEWER('i')})) as changed
  from tree t join pg_class c on c.oid = t.oid left join pg_am m on m.oid = c.relam`

async function isUnwritten(session: Session, { own, oldest }: Horizon, object: DataObject): Promise<boolean> {
  const tables = await tablesOfValues(session, object)
  if (tables === undefined) return false
  for (const table of tables) {
    const [tree] = await session.query(TREE, [own, oldest, table])
    if (!truth(tree, 'numbered') || truth(tree, 'changed')) return false
    const [row] = await session.query(`select exists (select from ${table} t where ${NEWER('t')}) as written`, [own, oldest])
    if (truth(row, 'written')) return false
  }
  return true
}
