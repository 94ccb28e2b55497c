import type { IndexStmt, Node } from 'libpg-query'

/** What tells two indexes of one name apart. A column is `undefined` where an expression stands. */
export interface IndexShape {
  table: string
  unique: boolean
  columns: (string | undefined)[]
  /** How many of the columns at the end are only INCLUDEd. */
  included: number
  /** Has a WHERE. */
  partial: boolean
}

export function shapeOfStatement(index: IndexStmt): IndexShape {
  const keys = columnsOf(index.indexParams)
  const included = columnsOf(index.indexIncludingParams)
  return {
    table: index.relation?.relname ?? '',
    unique: index.unique === true,
    columns: [...keys, ...included],
    included: included.length,
    partial: index.whereClause !== undefined,
  }
}

/** Whether the index that is there can be the one a statement makes. What stands in an expression or a WHERE is not compared. */
export function fits(there: IndexShape, wanted: IndexShape): boolean {
  return (
    there.table === wanted.table &&
    there.unique === wanted.unique &&
    there.partial === wanted.partial &&
    there.included === wanted.included &&
    there.columns.length === wanted.columns.length &&
    wanted.columns.every((column, position) => column === undefined || there.columns[position] === column)
  )
}

function columnsOf(elements: readonly Node[] | undefined): (string | undefined)[] {
  return (elements ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem.name] : []))
}
