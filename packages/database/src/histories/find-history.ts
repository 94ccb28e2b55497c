import { historyShapes, knownNames, type HistoryShape } from './history-shapes.ts'

/** A table as the catalog tells it. */
export interface FoundTable {
  schema: string
  table: string
  columns: readonly string[]
  /** Whether the role may read it. */
  readable: boolean
}

export type FoundHistory = FoundTable & ({ shape: HistoryShape } | { shape?: undefined; unreadable: string })

/** Tables that are the history of a migration tool: readable ones with their shape, others with the reason. */
export function findHistories(tables: readonly FoundTable[]): FoundHistory[] {
  return tables.flatMap((table): FoundHistory[] => {
    const shape = historyShapes.find((each) => fits(each, table, tables))
    const tool = shape?.tool ?? knownNames.get(table.table.toLowerCase())
    if (tool === undefined) return []
    if (!table.readable) return [{ ...table, unreadable: `the role of the URL may not read it (it looks like ${tool}'s)` }]
    if (shape !== undefined) return [{ ...table, shape }]
    return [{ ...table, unreadable: `it looks like ${tool}'s, in a shape that is not understood here` }]
  })
}

function fits(shape: HistoryShape, { schema, table, columns }: FoundTable, tables: readonly FoundTable[]): boolean {
  if (shape.table !== undefined && shape.table !== table) return false
  if (!shape.columns.every((column) => columns.includes(column))) return false
  if (shape.exact === true && columns.length !== shape.columns.length) return false
  const { beside } = shape
  if (beside === undefined) return true
  return tables.some((each) => each.schema === schema && each.table === beside.table) === beside.there
}
