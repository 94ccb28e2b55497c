import type { HistoryRow, MigrationHistory } from '@stagecoach/core'
import { text, textOrNothing, truth } from '../engine/row.ts'
import type { Row, Session } from '../engine/session.ts'
import { quoteName } from '../sql/quote.ts'
import { findHistories, type FoundHistory, type FoundTable } from './find-history.ts'

const TABLES = `
  select n.nspname::text as schema, c.relname::text as table, has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable,
    coalesce((select json_agg(a.attname order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]')::text as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'stagecoach')
  order by 1, 2`

/** What other tools' tables say, in every schema. Nothing is written and no lock is taken but that of reading. */
export async function readHistories(session: Session): Promise<MigrationHistory[]> {
  return session.transaction(async () => {
    await session.exec('set transaction read only')
    const tables = (await session.query(TABLES)).map(foundTable)
    const histories: MigrationHistory[] = []
    for (const found of findHistories(tables)) histories.push(await readHistory(session, found))
    return histories
  })
}

async function readHistory(session: Session, found: FoundHistory): Promise<MigrationHistory> {
  const { schema, table, shape } = found
  if (shape === undefined) return { tool: 'unknown', schema, table, rows: [], unreadable: found.unreadable }
  const columns = shape.columns.map((column) => `${quoteName(column)}::text as ${quoteName(column)}`).join(', ')
  // Both names come from the catalog and are quoted.
  const rows = await session.query(`select ${columns} from ${quoteName(schema, table)} order by ${orderOf(found, shape.order)}`)
  return { tool: shape.tool, schema, table, rows: rows.map((row) => historyRow(row, shape.columns)) }
}

/** Columns that an old version of the tool does not have are left out of the order; so is the ::text of the output. */
function orderOf({ schema, table, columns }: FoundTable, order: string): string {
  const there = order.split(', ').filter((column) => columns.includes(column))
  return there.map((column) => quoteName(schema, table, column)).join(', ')
}

function historyRow(row: Row, columns: readonly string[]): HistoryRow {
  return Object.fromEntries(columns.map((column) => [column, textOrNothing(row, column) ?? null]))
}

function foundTable(row: Row): FoundTable {
  // Made by json_agg over names, above.
  const columns = JSON.parse(text(row, 'columns')) as string[]
  return { schema: text(row, 'schema'), table: text(row, 'table'), columns, readable: truth(row, 'readable') }
}
