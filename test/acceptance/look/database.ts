import { catalogOf, dataOf } from '../../story/features/shop-database.ts'
import type { StoryDatabase } from '../../story/features/story-database.ts'
import type { EnvironmentName, StoryDatabases } from '../../story/stage/databases.ts'

/** Catalog and rows of the schema `public`: two databases that say the same here hold the same. */
export interface DatabaseState {
  catalog: string[]
  data: Record<string, string>
}

export async function stateOf(databases: StoryDatabases, environment: EnvironmentName): Promise<DatabaseState> {
  const database: StoryDatabase = {
    rows: (sql) => databases.rows(environment, sql),
    exec: async (sql) => void (await databases.rows(environment, sql)),
    close: () => Promise.resolve(),
  }
  return { catalog: await catalogOf(database), data: await dataOf(database) }
}

/** One value of a query. */
export async function valueOf(databases: StoryDatabases, environment: EnvironmentName, sql: string): Promise<unknown> {
  const [row] = await databases.rows(environment, sql)
  return Object.values(row ?? {})[0]
}

export function hasTable(databases: StoryDatabases, environment: EnvironmentName, name: string): Promise<unknown> {
  return valueOf(databases, environment, `select to_regclass('public.${name}') is not null`)
}

export function hasColumn(
  databases: StoryDatabases,
  environment: EnvironmentName,
  table: string,
  column: string,
): Promise<unknown> {
  const columns = `select 1 from pg_attribute where attrelid = to_regclass('public.${table}') and attname = '${column}' and not attisdropped`
  return valueOf(databases, environment, `select exists (${columns})`)
}

/** Events of the migration log of one package, in order: `applied 0001_gift_card`. */
export async function logOf(databases: StoryDatabases, environment: EnvironmentName, name: string): Promise<string[]> {
  const rows = await databases.rows(
    environment,
    `select event, migration from stagecoach.log where package = '${name}' order by seq`,
  )
  return rows.map((row) => `${String(row['event'])} ${String(row['migration'])}`)
}
