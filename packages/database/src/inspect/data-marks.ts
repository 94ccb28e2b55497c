import { markKey, UNKNOWN_MARK, type DataObject } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'
import { markRows } from './mark-rows.ts'
import { ofOneObject, readingRows } from './reading-rows.ts'

/**
 * Marks of what tables and columns hold: count and order-free content hash. Equal marks: no data came. For a column only values other
 * than NULL and its constant default count, since inserts of an application that does not know the column put those there; for
 * `values` all count. With a table count the rows of others that go when its rows are deleted.
 * Keys are `kind name`; objects that are not there give none, and those that cannot be counted `unknown`.
 */
export async function dataMarks(session: Session, objects: readonly DataObject[]): Promise<Record<string, string>> {
  return readingRows(session, async () => {
    const marks: Record<string, string> = {}
    for (const object of objects) {
      const mark = await ofOneObject<string | undefined>(session, UNKNOWN_MARK, () => markRows(session, object))
      if (mark !== undefined) marks[markKey(object)] = mark
    }
    return marks
  })
}
