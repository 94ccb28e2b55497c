import type { KeptDatabases } from '@stagecoach/database/testing'
import { columnsAfter, names } from '../feature.ts'
import type { Stop } from '../shop.ts'

export interface LogRow {
  seq: number
  event: string
  package: string
  migration: string
  digest: string
}

/** What a database is, and what its log says of it. */
export interface DatabaseLook {
  log: LogRow[]
  /** Packages by the migrations that are applied and were not left behind. */
  applied: ReadonlyMap<string, readonly LogRow[]>
  /** Migrations whose structures must be there, by package: applied and not undone. */
  structures: ReadonlyMap<string, ReadonlySet<string>>
  /** Columns by table. */
  tables: ReadonlyMap<string, readonly string[]>
  /** Rows that customers wrote, as `table id`. */
  customers: ReadonlySet<string>
}

export async function lookAtDatabase(kept: KeptDatabases, stop: Stop): Promise<DatabaseLook> {
  const [there] = await kept.query(stop, `select to_regclass('stagecoach.log') is not null as there`)
  const rows =
    there?.['there'] === true
      ? await kept.query(stop, 'select seq::int, event, package, migration, digest from stagecoach.log order by seq')
      : []
  // The columns are those of the query.
  const log = rows as unknown as LogRow[]
  const tables = await readTables(kept, stop)
  const customers = new Set<string>()
  for (const table of tables.keys()) {
    if (!(names as readonly string[]).includes(table)) continue
    for (const { id } of await kept.query(stop, `select id from public.${table} where id >= 1000`))
      customers.add(`${table} ${String(id)}`)
  }
  return { log, ...foldLog(log), tables, customers }
}

async function readTables(kept: KeptDatabases, stop: Stop): Promise<Map<string, string[]>> {
  const rows = await kept.query(
    stop,
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by 1, a.attnum`,
  )
  const tables = new Map<string, string[]>()
  for (const row of rows) {
    const table = String(row['table'])
    tables.set(table, [...(tables.get(table) ?? []), String(row['column'])])
  }
  return tables
}

function foldLog(log: readonly LogRow[]): Pick<DatabaseLook, 'applied' | 'structures'> {
  const newest = new Map<string, LogRow>()
  for (const row of log) newest.set(`${row.package}/${row.migration}`, row)
  const applied = new Map<string, LogRow[]>()
  const structures = new Map<string, Set<string>>()
  for (const row of newest.values()) {
    if (row.event === 'undone') continue
    structures.set(row.package, (structures.get(row.package) ?? new Set()).add(row.migration))
    if (row.event === 'applied') applied.set(row.package, [...(applied.get(row.package) ?? []), row])
  }
  return { applied, structures }
}

/** Differences between what the log says and what is there. */
export function compareStructures({ structures, tables }: DatabaseLook): string[] {
  const found: string[] = []
  for (const name of names) {
    const migrations = structures.get(name)?.size ?? 0
    const wanted = columnsAfter(migrations).join()
    const there = [...(tables.get(name) ?? [])].join()
    if (wanted !== there) found.push(`the log says that ${name} has the columns (${wanted}), and there are (${there})`)
  }
  return found
}
